"""The demo's own profile, used as a user's: every story is understood as it was written."""

from datetime import UTC, datetime
from importlib.resources import as_file, files

import pytest

from danvan_cli.clean.byline import parse_byline
from danvan_cli.demo.paper import Story
from danvan_cli.demo.site import DemoSite
from danvan_cli.model import Article
from danvan_cli.profiles.loader import Profiles, load_profiles
from danvan_cli.snapshot.seal import seal_file
from danvan_cli.workflows.understand import understand

SITE = DemoSite()
READABLE = [story for story in SITE.paper.stories if not story.encoded]


@pytest.fixture(scope="module")
def profiles(tmp_path_factory: pytest.TempPathFactory) -> Profiles:
    folder = tmp_path_factory.mktemp("profiles")
    with as_file(files("danvan_cli.demo").joinpath("data", "baosonha.toml")) as own:
        (folder / "baosonha.toml").write_bytes(own.read_bytes())
    return load_profiles(folder)


def understood(story: Story, profiles: Profiles, host: str = "https://baosonha.example") -> Article:
    body = SITE.pages()[story.path].body
    captured_at = datetime(2026, 3, 10, 1, tzinfo=UTC)
    snapshot = seal_file(body, url=host + story.path, path="page.html", captured_at=captured_at)
    article = understand(snapshot, profiles).article
    assert article is not None
    return article


@pytest.mark.parametrize("story", READABLE, ids=lambda story: str(story.id))
def test_a_story_is_understood_as_it_was_written(story: Story, profiles: Profiles) -> None:
    article = understood(story, profiles)
    assert article.profile == "baosonha"
    assert article.problem is None
    assert article.title == story.title
    assert article.lead_prefix == story.lead_prefix
    assert [block.text for block in article.blocks if block.text] == [text for _, text in story.blocks]
    assert article.byline == parse_byline(story.byline)
    assert article.byline
    assert article.published_at == story.published
    assert article.section_path == (story.section.name,)
    assert article.tags == story.tags
    assert [(caption.text, caption.credit) for caption in article.captions] == [
        (photo.caption, photo.credit) for photo in story.photos
    ]


@pytest.mark.parametrize("story", [s for s in READABLE if s.sapo], ids=lambda story: str(story.id))
def test_a_sapo_is_found_where_the_story_has_one(story: Story, profiles: Profiles) -> None:
    assert understood(story, profiles).sapo == story.sapo


def test_an_encoded_body_is_reported_and_not_kept(profiles: Profiles) -> None:
    story = next(story for story in SITE.paper.stories if story.encoded)
    article = understood(story, profiles)
    assert (article.title, article.sapo) == (story.title, story.sapo)
    assert article.problem == "no-readable-body"
    assert article.text == ""


def test_the_profile_reads_pages_from_loopback_too(profiles: Profiles) -> None:
    assert understood(READABLE[0], profiles, "http://127.0.0.1:8080").profile == "baosonha"
    assert profiles.for_url("http://localhost:9/x").id == "baosonha"
