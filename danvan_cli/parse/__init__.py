"""From a page to a RawArticle: what the page has. The entry point is ``article.parse_page``."""
