"""The command line: one file a command group, ``options.py`` what they share, ``render.py`` all printing.

A command parses, calls one workflow, prints and exits. Heavy imports stand inside the commands, so that
``danvan --help`` stays quick.
"""
