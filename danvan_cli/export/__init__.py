"""Articles of the archive as JSONL, CSV, Markdown and plain text.

Every format streams: a writer takes an iterable of stored articles and a text stream, and returns how
many it wrote.
"""
