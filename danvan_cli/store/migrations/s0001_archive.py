"""The archive as it began: captures, articles with their versions, provenance, and the search index."""

from sqlite_utils import Database

from danvan_cli.store.migrations.search_index import index_articles
from danvan_cli.store.migrations.steps import migrations

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


@migrations(name="0001-archive")
def _archive(db: Database) -> None:
    """Every table of before the second step."""
    db.executescript(_TABLES)
    index_articles(db)
