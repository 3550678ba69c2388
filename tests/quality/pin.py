"""Pin the floors of today's quality: ``python -m tests.quality.pin``. Floors only rise.

``--lower FIELD`` lets one floor fall on purpose (``news.exact``); it stands in the diff, to be argued for in review.
"""

import argparse
import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.quality import scores

FLOORS = Path(__file__).with_name("floors.json")
SETS: Mapping[str, Callable[[], scores.Scores]] = {"golden": scores.golden, "vn": scores.vn, "news": scores.news}


def floors() -> dict[str, scores.Scores]:
    """The pinned floors, by set and field."""
    pinned: dict[str, scores.Scores] = json.loads(FLOORS.read_text("utf-8"))
    return pinned


def raised(old: scores.Scores, new: scores.Scores, *, may_fall: set[str]) -> scores.Scores:
    """The higher of both, field by field; a field that is new, or may fall, takes today's score."""
    return {
        field: score if field in may_fall or field not in old else max(score, old[field])
        for field, score in sorted((old | new).items())
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lower", action="append", default=[], metavar="SET.FIELD")
    may_fall = set(parser.parse_args().lower)
    old = floors() if FLOORS.exists() else {}
    for name, measure in SETS.items():
        if name != "golden" and not scores.SHARED_BENCH.exists():
            continue
        falling = {field.partition(".")[2] for field in may_fall if field.startswith(f"{name}.")}
        old[name] = raised(old.get(name, {}), measure(), may_fall=falling)
    FLOORS.write_text(json.dumps(old, ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
