"""A reading site for a USB stick: files that any browser of the last ten years opens, with no server and no network.

``pages`` is the frame around every page, ``lists`` the ways to an article (day, newspaper, section), ``index`` the
words that the search looks up, ``builder`` joins them.
"""
