"""The archive's schema, step by step. Append-only: a released step is never edited.

A step that uses ``table.transform()`` on ``articles`` must call ``index_articles`` afterwards: transforming
drops every trigger without a word, and the search index would stop following the articles.
"""

from sqlite_utils import Database, Migrations

APPLICATION_ID = 0x64616E76
"""``danv`` in the file's header: tells an archive from every other SQLite file."""

migrations = Migrations("danvan")

_TABLES = """
CREATE TABLE sources (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  province TEXT,
  province_before TEXT,
  home_url TEXT NOT NULL
) STRICT;

-- Every body once, by digest. A base is another page of the same newspaper that zstd was shown.
CREATE TABLE bodies (
  sha256 TEXT NOT NULL PRIMARY KEY CHECK (length(sha256) = 64),
  size_bytes INTEGER NOT NULL CHECK (size_bytes >= 0),
  codec TEXT NOT NULL CHECK (codec IN ('zstd', 'zstd-base')),
  base TEXT REFERENCES bodies (sha256),
  data BLOB NOT NULL,
  CHECK ((codec = 'zstd-base') = (base IS NOT NULL))
) STRICT;

CREATE TABLE runs (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  command TEXT NOT NULL,
  arguments TEXT NOT NULL CHECK (json_valid(arguments)),
  started_at TEXT NOT NULL,
  ended_at TEXT,
  danvan_version TEXT NOT NULL,
  counts TEXT CHECK (counts IS NULL OR json_valid(counts)),
  exit_code INTEGER,
  pid INTEGER NOT NULL,
  host TEXT NOT NULL
) STRICT;

CREATE TABLE snapshots (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  run_id INTEGER REFERENCES runs (id),
  source_id TEXT REFERENCES sources (id),
  requested_url TEXT NOT NULL,
  url TEXT NOT NULL,
  captured_at TEXT NOT NULL,
  origin TEXT NOT NULL CHECK (origin IN ('http', 'file')),
  status INTEGER,
  http_version TEXT,
  headers TEXT NOT NULL CHECK (json_valid(headers)),
  redirects TEXT NOT NULL CHECK (json_valid(redirects)),
  body_sha256 TEXT NOT NULL REFERENCES bodies (sha256),
  wire_sha256 TEXT,
  wire_bytes INTEGER,
  peer_address TEXT,
  elapsed_ms INTEGER,
  file_path TEXT,
  revisit_of INTEGER REFERENCES snapshots (id)
) STRICT;
CREATE INDEX snapshots_url ON snapshots (url);
CREATE INDEX snapshots_requested_url ON snapshots (requested_url);
CREATE INDEX snapshots_body ON snapshots (body_sha256);
CREATE INDEX snapshots_captured_at ON snapshots (captured_at);

-- Small columns first: a filter by day then never walks through the long texts behind them.
CREATE TABLE articles (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  url TEXT NOT NULL UNIQUE,
  source_id TEXT REFERENCES sources (id),
  status TEXT NOT NULL DEFAULT 'live',
  day TEXT NOT NULL,
  versions INTEGER NOT NULL CHECK (versions >= 1),
  version_id INTEGER REFERENCES versions (id),
  first_captured_at TEXT NOT NULL,
  captured_at TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  canonical_url TEXT,
  title TEXT,
  sapo TEXT,
  lead_prefix TEXT,
  byline TEXT NOT NULL CHECK (json_valid(byline)),
  byline_raw TEXT,
  published_at TEXT,
  published_raw TEXT,
  published_source TEXT,
  published_precision TEXT CHECK (published_precision IN ('day', 'minute', 'second')),
  updated_at TEXT,
  section_path TEXT NOT NULL CHECK (json_valid(section_path)),
  section TEXT,
  tags TEXT NOT NULL CHECK (json_valid(tags)),
  language TEXT,
  problem TEXT,
  body TEXT NOT NULL,
  captions_text TEXT NOT NULL
) STRICT;
CREATE INDEX articles_source_day ON articles (source_id, day);
CREATE INDEX articles_day ON articles (day);

CREATE TABLE versions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  article_id INTEGER NOT NULL REFERENCES articles (id),
  number INTEGER NOT NULL CHECK (number >= 1),
  snapshot_id INTEGER NOT NULL REFERENCES snapshots (id),
  content_digest TEXT NOT NULL CHECK (length(content_digest) = 64),
  stored_at TEXT NOT NULL,
  url TEXT,
  canonical_url TEXT,
  title TEXT,
  sapo TEXT,
  lead_prefix TEXT,
  byline TEXT NOT NULL CHECK (json_valid(byline)),
  byline_raw TEXT,
  published_at TEXT,
  published_raw TEXT,
  published_source TEXT,
  published_precision TEXT CHECK (published_precision IN ('day', 'minute', 'second')),
  updated_at TEXT,
  section_path TEXT NOT NULL CHECK (json_valid(section_path)),
  tags TEXT NOT NULL CHECK (json_valid(tags)),
  language TEXT,
  problem TEXT,
  profile TEXT NOT NULL,
  blocks TEXT NOT NULL CHECK (json_valid(blocks)),
  UNIQUE (article_id, number)
) STRICT;
CREATE INDEX versions_snapshot ON versions (snapshot_id);

CREATE TABLE captions (
  version_id INTEGER NOT NULL REFERENCES versions (id),
  position INTEGER NOT NULL,
  text TEXT NOT NULL,
  credit TEXT,
  image_url TEXT,
  block_position INTEGER NOT NULL,
  raw TEXT NOT NULL,
  PRIMARY KEY (version_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE removed_blocks (
  version_id INTEGER NOT NULL REFERENCES versions (id),
  position INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (
    kind IN ('paragraph', 'heading', 'quote', 'list-item', 'table-row', 'code', 'figure')
  ),
  text TEXT NOT NULL,
  reason TEXT NOT NULL,
  selector TEXT,
  caption INTEGER,
  PRIMARY KEY (version_id, position)
) STRICT, WITHOUT ROWID;

-- Capture, parse, field. same_as: the earlier parse that found every field by the same selectors.
CREATE TABLE parses (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  snapshot_id INTEGER NOT NULL REFERENCES snapshots (id),
  version_id INTEGER REFERENCES versions (id),
  same_as INTEGER REFERENCES parses (id),
  parsed_at TEXT NOT NULL,
  parser_version TEXT NOT NULL,
  profile TEXT NOT NULL,
  profile_digest TEXT NOT NULL,
  encoding TEXT,
  problem TEXT
) STRICT;
CREATE INDEX parses_snapshot ON parses (snapshot_id);
CREATE INDEX parses_version ON parses (version_id);

CREATE TABLE provenance (
  parse_id INTEGER NOT NULL REFERENCES parses (id),
  position INTEGER NOT NULL,
  field TEXT NOT NULL,
  selector TEXT NOT NULL,
  raw TEXT,
  PRIMARY KEY (parse_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE aliases (
  url TEXT NOT NULL PRIMARY KEY,
  article_id INTEGER NOT NULL REFERENCES articles (id)
) STRICT, WITHOUT ROWID;
CREATE INDEX aliases_article ON aliases (article_id);

CREATE TABLE attempts (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  run_id INTEGER REFERENCES runs (id),
  url TEXT NOT NULL,
  at TEXT NOT NULL,
  outcome TEXT NOT NULL CHECK (outcome IN ('new', 'changed', 'unchanged', 'problem', 'failed')),
  reason TEXT,
  detail TEXT,
  status INTEGER,
  snapshot_id INTEGER REFERENCES snapshots (id),
  article_id INTEGER REFERENCES articles (id),
  elapsed_ms INTEGER
) STRICT;
CREATE INDEX attempts_run ON attempts (run_id);
CREATE INDEX attempts_url ON attempts (url);
"""

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


@migrations(name="0001-archive")
def _archive(db: Database) -> None:
    """Captures, articles with their versions, provenance, and the search index."""
    db.executescript(_TABLES)
    index_articles(db)


@migrations(name="0002-readings")
def _readings(db: Database) -> None:
    """Reading a capture again keeps what the version said before: each field that was read otherwise, as JSON."""
    db.execute("ALTER TABLE parses ADD COLUMN replaced TEXT CHECK (replaced IS NULL OR json_valid(replaced))")


@migrations(name="0003-requests")
def _requests(db: Database) -> None:
    """What was asked stands beside what was answered. Captures of before keep none: nobody noted it."""
    db.execute(
        "ALTER TABLE snapshots ADD COLUMN request_headers TEXT NOT NULL DEFAULT '[]'"
        " CHECK (json_valid(request_headers))"
    )


@migrations(name="0004-capture-order")
def _capture_order(db: Database) -> None:
    """A parse knows when its page was captured: versions count in that order, whenever the capture was stored."""
    db.execute("ALTER TABLE parses ADD COLUMN captured_at TEXT")
    db.execute("UPDATE parses SET captured_at = (SELECT captured_at FROM snapshots WHERE id = snapshot_id)")
    db.execute("DROP INDEX parses_version")
    db.execute("CREATE INDEX parses_version ON parses (version_id, captured_at)")


SCHEMA_VERSION = 4
"""How many steps there are; ``user_version`` in the file's header."""


def index_articles(db: Database) -> None:
    """The two search indexes and the triggers that feed them, made where missing and filled anew."""
    db.executescript(_SEARCH_TABLES + _SEARCH_TRIGGERS)
    for table in ("articles_fts", "articles_fts_exact"):
        db.table(table).rebuild_fts()


def migrate(db: Database) -> None:
    """Bring the schema up to date, inside the caller's BEGIN IMMEDIATE: racing starts then queue up."""
    if migrations.pending(db):
        migrations.apply(db)
        db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        db.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
