"""Articles of the archive as files for other programs, and to read: one module a format (docs/exports.md).

A format writes what it is given to a stream or into an empty folder, and returns how many articles that were. One that
reads them once takes an iterable, one that reads them more than once a ``Shelf``. All of them stream.
"""
