"""The only place that joins the stages: capture, understand, store, search, export.

Each workflow is what one command does, without a terminal: values in, a ``RunReport`` or records out.
"""
