"""Discovery on real listing pages with hand counts, which are not the project's to give away: skipped without them."""

import hashlib

import pytest

from danvan_cli.profiles.loader import load_profiles
from danvan_cli.profiles.schema import GENERIC
from tests.bench.discovery import FOLDER, Label, labels, short_id

LABELS = list(labels())

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not FOLDER.exists(), reason="the saved pages are not here"),
]


@pytest.fixture(params=LABELS, ids=lambda label: label.file)
def label(request: pytest.FixtureRequest) -> Label:
    return request.param


def test_the_articles_of_a_page_are_found_with_its_profile_and_without_it(label: Label) -> None:
    for profile in (load_profiles().for_url(label.url), GENERIC):
        coverage = label.measure(FOLDER, profile)
        assert coverage.found >= 0.98 * coverage.there
        assert coverage.false <= 0.02 * coverage.there
        assert coverage.listing.doubt is None


def test_every_article_has_its_title_and_its_place(label: Label) -> None:
    links = label.measure(FOLDER, GENERIC).listing.articles
    assert all(link.title for link in links)
    assert len({link.key for link in links}) == len(links)


def test_the_digest_of_a_label_is_that_of_the_urls_found(label: Label) -> None:
    coverage = label.measure(FOLDER, GENERIC)
    keys = sorted(link.key for link in coverage.listing.articles)
    same = hashlib.sha256("\n".join(keys).encode()).hexdigest() == label.sha256
    assert same == (coverage.found == coverage.there and not coverage.false)
    assert len({short_id(key) for key in keys}) == len(keys)


def test_there_are_labels_of_many_papers() -> None:
    assert len({label.url.split("/")[2] for label in LABELS}) >= 12
    assert sum(label.there for label in LABELS) >= 1500
    assert all(len(label.ids) == label.there for label in LABELS)
