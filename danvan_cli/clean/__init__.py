"""From a RawArticle to an Article: what the page has, cleaned. The entry point is ``article.clean_article``."""
