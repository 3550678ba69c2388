"""What must hold of any page, whatever was done to it; and the program that tries it on as many as asked.

python -m tests.fuzz.check --pages 200000 --jobs 2 --seed 1
"""

import argparse
import sys
import time
import unicodedata
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import danvan_cli
from danvan_cli.model import Article
from tests.fuzz.mutate import mutated

GOLDEN = Path(__file__).parents[1] / "golden"
SLOW_S = 20.0
"""A page of at most 2 MB that takes longer has found something that does not grow with its size."""


def seeds() -> list[bytes]:
    """The golden pages, in the order of their names."""
    return [path.read_bytes() for path in sorted(GOLDEN.glob("*/page.*"))]


def complaint(article: Article) -> str | None:
    """What is wrong with an article as a value; None where nothing is."""
    texts = [article.title, article.sapo, article.text, *article.byline, *article.tags]
    texts += [part for caption in article.captions for part in (caption.text, caption.credit)]
    for text in texts:
        if text is not None and not unicodedata.is_normalized("NFC", text):
            return f"not NFC: {text[:80]!r}"
        if text is not None and any(unicodedata.category(letter) == "Cs" or letter == "\0" for letter in text):
            return f"a surrogate or NUL: {text[:80]!r}"
    if article.problem in ("empty-body", "no-readable-body") and article.text:
        return f"{article.problem}, and yet a text"
    if article.problem is None and not article.text:
        return "no text and no problem"
    return None


def tried(number: int, pages: list[bytes], first_seed: int) -> str | None:
    """The complaint about one mutated page, with what is needed to see it again; None where all is well."""
    seed = first_seed + number
    page = mutated(pages[number % len(pages)], seed)
    started = time.monotonic()
    try:
        wrong = complaint(danvan_cli.extract(page, url=None if seed % 2 else "https://baocantho.com.vn/x-a1.html"))
    except Exception as error:  # noqa: BLE001 any exception is what is looked for
        wrong = f"{type(error).__name__}: {error}"
    took = time.monotonic() - started
    if wrong is None and took > SLOW_S:
        wrong = f"{took:.0f} s for {len(page)} bytes"
    return f"page {number % len(pages)}, seed {seed}: {wrong}" if wrong else None


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=2000)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    job = partial(tried, pages=seeds(), first_seed=asked.seed)
    started = time.monotonic()
    with ProcessPoolExecutor(asked.jobs, mp_context=get_context("spawn")) as pool:
        found = [wrong for wrong in pool.map(job, range(asked.pages), chunksize=50) if wrong]
    for wrong in found[:50]:
        print(wrong)
    print(f"{asked.pages} mutated pages, {len(found)} complaints, {time.monotonic() - started:.0f} s")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
