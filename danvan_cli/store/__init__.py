"""The archive: one SQLite file with captures, articles, versions, runs and the search index."""
