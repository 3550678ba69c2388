"""Which URLs are fetched, and when two of them are one article."""
