"""The two search indexes over the articles, and the triggers that feed them."""

from sqlite_utils import Database

# Diacritics folded in one index, exact in the other: "ban" finds all, "bán" finds only bán.
# (remove_diacritics 1, SQLite's default, turns người into nguời.)
_SEARCH_TABLES = """
CREATE VIRTUAL TABLE IF NOT EXISTS articles_fts USING fts5 (
  title, sapo, body, captions_text,
  content = 'articles', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2'
);
CREATE VIRTUAL TABLE IF NOT EXISTS articles_fts_exact USING fts5 (
  title, sapo, body, captions_text,
  content = 'articles', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 0'
);
"""

# The guard on updates: an update that changes no text, as a no-op upsert, must not index again.
_SEARCH_TRIGGERS = """
CREATE TRIGGER IF NOT EXISTS articles_fts_insert AFTER INSERT ON articles BEGIN
  INSERT INTO articles_fts (rowid, title, sapo, body, captions_text)
    VALUES (new.id, new.title, new.sapo, new.body, new.captions_text);
  INSERT INTO articles_fts_exact (rowid, title, sapo, body, captions_text)
    VALUES (new.id, new.title, new.sapo, new.body, new.captions_text);
END;
CREATE TRIGGER IF NOT EXISTS articles_fts_delete AFTER DELETE ON articles BEGIN
  INSERT INTO articles_fts (articles_fts, rowid, title, sapo, body, captions_text)
    VALUES ('delete', old.id, old.title, old.sapo, old.body, old.captions_text);
  INSERT INTO articles_fts_exact (articles_fts_exact, rowid, title, sapo, body, captions_text)
    VALUES ('delete', old.id, old.title, old.sapo, old.body, old.captions_text);
END;
CREATE TRIGGER IF NOT EXISTS articles_fts_update AFTER UPDATE ON articles
WHEN old.id IS NOT new.id OR old.title IS NOT new.title OR old.sapo IS NOT new.sapo
  OR old.body IS NOT new.body OR old.captions_text IS NOT new.captions_text
BEGIN
  INSERT INTO articles_fts (articles_fts, rowid, title, sapo, body, captions_text)
    VALUES ('delete', old.id, old.title, old.sapo, old.body, old.captions_text);
  INSERT INTO articles_fts_exact (articles_fts_exact, rowid, title, sapo, body, captions_text)
    VALUES ('delete', old.id, old.title, old.sapo, old.body, old.captions_text);
  INSERT INTO articles_fts (rowid, title, sapo, body, captions_text)
    VALUES (new.id, new.title, new.sapo, new.body, new.captions_text);
  INSERT INTO articles_fts_exact (rowid, title, sapo, body, captions_text)
    VALUES (new.id, new.title, new.sapo, new.body, new.captions_text);
END;
"""


def index_articles(db: Database) -> None:
    """The two search indexes and the triggers that feed them, made where missing and filled anew."""
    db.executescript(_SEARCH_TABLES + _SEARCH_TRIGGERS)
    for table in ("articles_fts", "articles_fts_exact"):
        db.table(table).rebuild_fts()
