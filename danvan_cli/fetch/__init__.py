"""Fetch: a URL in, a ``FetchResult`` out, with manners: identified, slow, bounded, told by robots.txt.

Reading order: ``reasons.py`` (every way to fail), ``client.py`` (the door), ``journey.py`` (one fetch, hop by
hop), ``courier.py`` (one request, with manners), ``wire.py`` (httpx), then the one rule you came for: ``target``,
``address``, ``robots``, ``pacing``, ``retry``, ``decoding``, ``causes``, ``identity``.
"""
