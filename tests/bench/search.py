"""How long searches take in an archive of many articles, beside stock ``sqlite-utils enable-fts`` on the same rows.

``python tests/bench/search.py [--articles N] [--archive PATH] [--queries N] [--stock PATH | --no-stock]`` makes an
archive of N invented articles without an index (kept at ``--archive``, and used again if it is there), builds danvan's
two indexes and reports their size and time, does the same with sqlite-utils in a file of its own, then asks both the
same queries in turn. A time is that of the search with its count, and of its first twenty hits with their snippets.
"""

import argparse
import contextlib
import os
import random
import sqlite3
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from statistics import quantiles

from sqlite_utils import Database

from danvan_cli.model import Selection, Sort
from danvan_cli.snapshot import codec
from danvan_cli.store.database import Archive
from danvan_cli.store.search import search
from danvan_cli.vietnamese import strip_marks
from tests.support import generated
from tests.support.lexicon import lexicon

_COLUMNS = ("title", "sapo", "body", "captions_text")
_LIMIT = 20
_ANY = Selection(limit=_LIMIT)
_FIRST_DAY = date(2019, 1, 1)

Case = tuple[str | None, Selection, Sort]


def main() -> None:
    arguments = _arguments()
    path: Path = arguments.archive
    if not path.exists():
        started = time.perf_counter()
        generated.fill(path, arguments.articles)
        print(f"made {arguments.articles} articles in {time.perf_counter() - started:.0f} s", flush=True)
    _index(path)
    stock = None if arguments.no_stock else _stock(path, arguments.stock or path.with_suffix(".stock.db"))
    chance = random.Random(arguments.seed)
    with Archive.open(path, codec=codec, read_only=True) as archive:
        count = archive.rows("SELECT max(id) AS last FROM articles")[0]["last"]
        cases = {name: [make() for _ in range(arguments.queries)] for name, make in _makers(archive, count, chance)}
        print(f"{count} articles, {arguments.queries} queries a row, 1-minute load {os.getloadavg()[0]:.1f}")
        print(f"{'milliseconds':<28}{'p50':>9}{'p95':>9}{'max':>9}{'hits p50':>10}   stock p50      p95")
        for name, asked in cases.items():
            _report(name, archive, stock, asked)
    print(f"peak memory {_peak_mib():.0f} MiB")


def _makers(archive: Archive, count: int, chance: random.Random) -> Iterator[tuple[str, Callable[[], Case]]]:
    """What people look for, half of it typed without marks."""
    words, weights = lexicon()
    common = [word for word in words[:40] if " " not in word]
    rare = _rare_words(archive.path, chance)

    def typed(text: str) -> str:
        return strip_marks(text) if chance.random() < 0.5 else text

    def of_an_article(least: int, most: int) -> list[str]:
        sapo = generated.article(chance.randint(1, count))[0].sapo or ""
        found = sapo.rstrip(".").replace('"', "").split()
        size = chance.randint(least, most)
        start = chance.randint(0, len(found) - size)
        return found[start : start + size]

    def ask(text: str | None, selection: Selection = _ANY, sort: Sort = Sort.RANK) -> Case:
        return text, selection, sort

    def month() -> Selection:
        since = _FIRST_DAY + timedelta(days=chance.randint(0, 7 * 365 - 31))
        source = chance.choice(generated.SOURCES).id
        return Selection(source=source, since=since, until=since + timedelta(days=30), limit=_LIMIT)

    two = [word for word in words if word.count(" ") == 1]
    two_weights = [1 / (rank + 20) for rank in range(len(two))]
    yield "word of two, as a phrase", lambda: ask(f'"{typed(chance.choices(two, two_weights)[0])}"')
    yield "phrase out of an article", lambda: ask(f'"{typed(" ".join(of_an_article(2, 4)))}"')
    yield "rare word", lambda: ask(typed(chance.choice(rare)))
    yield "three words of an article", lambda: ask(typed(" ".join(chance.sample(of_an_article(8, 8), 3))))
    yield "very common word", lambda: ask(typed(chance.choice(common)))
    yield "very common word, newest", lambda: ask(typed(chance.choice(common)), sort=Sort.NEWEST)
    yield "prefix of three letters", lambda: ask(typed(chance.choices(words, cum_weights=weights)[0][:3] + "*"))
    yield "phrase, a paper's month", lambda: ask(f'"{typed(" ".join(of_an_article(2, 2)))}"', month())
    yield "common word, a paper's month", lambda: ask(typed(chance.choice(common)), month())
    yield (
        "common word, one paper",
        lambda: ask(typed(chance.choice(common)), Selection(source=chance.choice(generated.SOURCES).id, limit=_LIMIT)),
    )
    yield "no word, a paper's month", lambda: ask(None, month())
    yield "no word, everything", lambda: ask(None)


def _rare_words(path: Path, chance: random.Random) -> list[str]:
    """Words that at most one article of a thousand has."""
    found: list[str] = []
    with contextlib.closing(sqlite3.connect(path)) as db:
        (count,) = db.execute("SELECT max(id) FROM articles").fetchone()
        db.execute("CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab(main, articles_fts_exact, row)")
        for _ in range(60):
            begins = chance.choice(lexicon()[0][2_000:])[:3]
            rows = db.execute("SELECT term, doc FROM temp.vocabulary WHERE term >= ? LIMIT 8", [begins])
            found += [term for term, articles in rows if articles * 1_000 <= count and term.isalpha()]
    return found or ["khongcotunay"]


def _report(name: str, archive: Archive, stock: Database | None, cases: list[Case]) -> None:
    times, hits, theirs = list[float](), list[int](), list[float]()
    for query, selection, sort in cases:
        started = time.perf_counter()
        found = search(archive, query, selection, sort=sort)
        for _ in found:
            pass
        times.append((time.perf_counter() - started) * 1000)
        hits.append(found.total)
        if stock is not None and query is not None:
            started = time.perf_counter()
            for _ in stock.table("articles").search(query, limit=_LIMIT, quote="*" not in query and '"' not in query):
                pass
            theirs.append((time.perf_counter() - started) * 1000)
    line = f"{name:<28}{_percentile(times, 50):>9.1f}{_percentile(times, 95):>9.1f}{max(times):>9.1f}"
    line += f"{_percentile([*map(float, hits)], 50):>10.0f}"
    print(line + (f"{_percentile(theirs, 50):>12.1f}{_percentile(theirs, 95):>9.1f}" if theirs else ""), flush=True)


def _percentile(values: list[float], percent: int) -> float:
    return quantiles(values, n=100, method="inclusive")[percent - 1]


def _index(path: Path) -> None:
    with Archive.open(path, codec=codec) as archive:
        if archive.rows("SELECT 1 FROM articles_fts_exact_docsize LIMIT 1"):
            return
        archive.close()
    with sqlite3.connect(path) as db:
        for table in ("articles_fts", "articles_fts_exact"):
            before, started = path.stat().st_size, time.perf_counter()
            db.execute(f"INSERT INTO {table} ({table}) VALUES ('rebuild')")  # noqa: S608 two names of ours
            db.commit()
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            seconds, size = time.perf_counter() - started, path.stat().st_size - before
            print(f"{table}: {seconds:.0f} s, {size / 2**20:.0f} MiB", flush=True)
    db.close()
    print(f"archive of {path.stat().st_size / 2**20:.0f} MiB", flush=True)


def _stock(path: Path, made: Path) -> Database:
    """The same rows in a file of their own, indexed as ``sqlite-utils enable-fts`` does it."""
    if not made.exists():
        db = Database(made)
        db.execute("ATTACH ? AS danvan", [str(path)])
        db.execute("CREATE TABLE articles (id INTEGER PRIMARY KEY, title, sapo, body, captions_text)")
        db.execute(f"INSERT INTO articles SELECT id, {', '.join(_COLUMNS)} FROM danvan.articles")  # noqa: S608 our own
        db.conn.commit()
        before, started = made.stat().st_size, time.perf_counter()
        db.table("articles").enable_fts(_COLUMNS)
        seconds, size = time.perf_counter() - started, made.stat().st_size - before
        print(f"sqlite-utils enable-fts: {seconds:.0f} s, {size / 2**20:.0f} MiB", flush=True)
        db.close()
    return Database(made)


def _peak_mib() -> float:
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith("VmHWM"))) / 1024


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--articles", type=int, default=200_000, help="in a new archive [200000]")
    parser.add_argument("--archive", type=Path, required=True, help="kept there, and used again")
    parser.add_argument("--stock", type=Path, help="the file for sqlite-utils [beside the archive]")
    parser.add_argument("--no-stock", action="store_true", help="danvan alone")
    parser.add_argument("--queries", type=int, default=100, help="of each kind [100]")
    parser.add_argument("--seed", type=int, default=6)
    return parser.parse_args()


if __name__ == "__main__":
    main()
