"""How many of the article links on real listing pages are found: by the newspaper's profile, and by structure alone.

``python tests/bench/discovery.py [--links PAGE] [--folder ../shared/pages/vn/listings]`` prints for every labelled
page the article links that are there by hand count, those found, those missed and those found falsely, and the
milliseconds it took. ``--links`` prints every link of one page with its title and date, so that a person can compare.

The labels in ``discovery.json`` were counted on the pages, link by link: a link counts where it leads to an article of
the paper itself, photo stories and announcements among them; sections, tags, events, recordings in a video section,
classified advertisements, legal notices and other sites do not. A label is the number, the SHA-256 of the sorted URLs
in normal form, one a line, and the first eight hex digits of the SHA-256 of each, so that a false link cannot stand for
a missed one. The pages themselves are others' property and not part of the project.
"""

import argparse
import hashlib
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from danvan_cli.discover.listing import BadListing, Listing
from danvan_cli.discover.section import read_section
from danvan_cli.profiles.loader import load_profiles
from danvan_cli.profiles.schema import GENERIC, Profile
from danvan_cli.snapshot.decode import decode_page

LABELS = Path(__file__).with_suffix(".json")
FOLDER = Path(__file__).parents[3] / "shared" / "pages" / "vn" / "listings"


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What one way of reading made of one page."""

    profile: str
    there: int
    found: int
    false: int
    elapsed_ms: float
    listing: Listing

    @property
    def missed(self) -> int:
        return self.there - self.found


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A page's article links, counted by hand."""

    file: str
    url: str
    there: int
    sha256: str
    ids: frozenset[str]

    def measure(self, folder: Path, profile: Profile) -> Coverage:
        text = decode_page((folder / self.file).read_bytes()).text
        started = time.perf_counter()
        listing = read_section(text, self.url, profile)
        elapsed_ms = (time.perf_counter() - started) * 1000
        if isinstance(listing, BadListing):
            raise TypeError(f"{self.file}: {listing.detail}")
        ids = {short_id(link.key) for link in listing.articles}
        return Coverage(
            profile=profile.id,
            there=self.there,
            found=len(ids & self.ids),
            false=len(ids - self.ids),
            elapsed_ms=elapsed_ms,
            listing=listing,
        )


def labels() -> Iterator[Label]:
    for file, label in json.loads(LABELS.read_text("utf-8")).items():
        ids = frozenset(label["ids"].split())
        yield Label(file=file, url=label["url"], there=label["there"], sha256=label["sha256"], ids=ids)


def short_id(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:8]


def main() -> None:
    arguments = _arguments()
    profiles = load_profiles()
    if arguments.links:
        _print_links(next(label for label in labels() if arguments.links in label.file), arguments.folder)
        return
    print(f"{'page':42} {'there':>5}  {'by profile: found/missed/false':32} {'by structure: found/missed/false':32}")
    sums: list[tuple[Coverage, Coverage]] = []
    for label in labels():
        known, alone = (label.measure(arguments.folder, one) for one in (profiles.for_url(label.url), GENERIC))
        sums.append((known, alone))
        print(f"{label.file.removesuffix('.html')[:42]:42} {label.there:5}  {_row(known):32} {_row(alone):32}")
    for name, side in (("by profile", 0), ("by structure", 1)):
        there, found, false = (sum(getattr(pair[side], key) for pair in sums) for key in ("there", "found", "false"))
        print(f"{name}: {found} of {there} found ({found / there:.2%}), {false} false ({false / (found + false):.2%})")


def _row(one: Coverage) -> str:
    name = "-" if one.profile == GENERIC.id else one.profile
    return f"{name:12} {one.found:4} {one.missed:2} {one.false:2} {one.elapsed_ms:6.1f} ms"


def _print_links(label: Label, folder: Path) -> None:
    coverage = label.measure(folder, load_profiles().for_url(label.url))
    for link in coverage.listing.links:
        mark = " " if short_id(link.key) in label.ids or link.kind != "article" else "!"
        print(f"{mark} {link.kind:8} {link.published_at or '':25} {link.url}\n  {link.title or ''}")
    print(f"{coverage.found} of {coverage.there} found, {coverage.false} false (!); doubt: {coverage.listing.doubt}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Coverage of discovery on labelled listing pages.")
    parser.add_argument("--links", metavar="PAGE", help="print every link of the page whose name has this in it")
    parser.add_argument("--folder", type=Path, default=FOLDER)
    return parser.parse_args()


if __name__ == "__main__":
    main()
