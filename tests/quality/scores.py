"""How well articles are read, a number a field: on the golden pages always, on real pages where they are at hand."""

import importlib.util
import json
import statistics
import sys
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import danvan_cli
from danvan_cli.model import Article
from danvan_cli.workflows.understand import extract_printed

ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "tests" / "golden"
SHARED_BENCH = ROOT.parent / "shared" / "bench" / "extraction.py"
"""The benchmark of the workplace; its pages are others' property and never part of this repository."""

Scores = dict[str, float]


def golden() -> Scores:
    """The share of labelled golden pages on which each field is right."""
    right: dict[str, list[bool]] = defaultdict(list)
    for folder in sorted(path.parent for path in GOLDEN.glob("*/expected.json")):
        labels = json.loads((folder / "expected.json").read_bytes())
        article = _read(folder)
        for field, found in _fields(article).items():
            if field in labels:
                right[field].append(found == labels[field])
        if "captions" in labels:
            wanted = [(label["text"], label["credit"]) for label in labels["captions"]]
            right["captions"].append([(caption.text, caption.credit) for caption in article.captions] == wanted)
    return {field: round(statistics.mean(values), 4) for field, values in sorted(right.items())}


def _read(folder: Path) -> Article:
    page = next(folder.glob("page.*"))
    if page.suffix == ".txt":
        return extract_printed(page.read_bytes().decode())
    url = tomllib.loads((folder / "meta.toml").read_text("utf-8"))["url"]
    return danvan_cli.extract(page.read_bytes(), url=url)


def _fields(article: Article) -> Mapping[str, Any]:
    return {
        "title": article.title,
        "sapo": article.sapo,
        "lead_prefix": article.lead_prefix,
        "byline": list(article.byline),
        "paragraphs": [unicodedata.normalize("NFC", block.text) for block in article.blocks if block.text],
        "section_path": list(article.section_path),
        "tags": list(article.tags),
        "problem": article.problem,
    }


def vn() -> Scores:
    """The labelled Vietnamese pages, as shares of what could be right; leaks and losses as shares that are absent."""
    bench = _bench()
    tally = _run(bench, list(bench.load_vn()), bench.score_vn)
    pairs = {
        "titles": "titles right",
        "sapos": "sapos right",
        "bylines": "bylines right",
        "days": "days right",
        "minutes": "minutes right",
        "captions": "captions with credit right",
    }
    absent = {"captions": "captions leaked", "paragraphs": "paragraphs lost", "must-not": "must-not seen"}
    scores = {f"{whole} right": tally[part] / tally[whole] for whole, part in pairs.items()}
    scores |= {f"no {part}": 1 - tally[part] / tally[whole] for whole, part in absent.items()}
    return {name: round(score, 4) for name, score in sorted(scores.items())}


def news() -> Scores:
    """The English news benchmark: F1 of 4-word shingles, and the share of pages right to the word."""
    bench = _bench()
    tally = _run(bench, list(bench.load_news()), bench.score_news)
    return {"exact": round(tally["exact"], 4), "f1": round(tally["f1"], 4)}


def _run(bench: ModuleType, pages: list[Any], score: Any) -> Mapping[str, float]:
    extract = bench.extractors(["danvan"])["danvan"]
    answers, _, errors = bench.run_all(pages, extract, 1)
    assert not errors, [answer for answer in answers.values() if "error" in answer]
    return score(pages, answers)  # type: ignore[no-any-return]


def _bench() -> ModuleType:
    spec = importlib.util.spec_from_file_location("extraction_bench", SHARED_BENCH)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module
