"""Links out of feeds, sitemaps and section pages, and when two of them are one article. Nothing here fetches.

``reading.py`` is the way in: bytes and their URL → a ``Listing``, or a ``BadListing`` that says why there is none.
"""
