"""The recipe for a newspaper in docs/ holds: its example is a profile, and danvan complains as it says."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from danvan_cli.errors import ProfileError
from danvan_cli.model import SeedKind
from danvan_cli.profiles.loader import load_profiles
from danvan_cli.profiles.schema import STEP_NAMES, Urls
from danvan_cli.profiles.tables import ArticleTable, ProfileFile, SeedTable, SourceTable

Write = Callable[..., Path]

RECIPE = (Path(__file__).parents[2] / "docs" / "add-a-newspaper.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```toml\n(.*?)^```", RECIPE, re.DOTALL | re.MULTILINE)
COMPLAINTS = [
    (re.findall(r"`([^`]+)`", wrote), says)
    for wrote, says in re.findall(r"^\| (`.+`) \| `(.+)` \|$", RECIPE.partition("## When danvan")[2], re.MULTILINE)
]


@pytest.mark.parametrize("example", EXAMPLES, ids=["shortest", "complete"])
def test_an_example_is_a_profile(example: str, folder: Path) -> None:
    (folder / "baosonha.toml").write_text(example, encoding="utf-8")
    made = load_profiles(folder).for_url("https://www.baosonha.example/x")
    assert made.id == "baosonha"
    assert made.source
    assert made.source.province == "Lào Cai"


def test_the_complete_example_has_every_table(folder: Path) -> None:
    (folder / "baosonha.toml").write_text(EXAMPLES[1], encoding="utf-8")
    made = load_profiles(folder).get("baosonha")
    assert made.clean.steps == STEP_NAMES
    assert len(made.versions) == len(made.seeds) == 1
    assert made.pace.delay_s == 5
    assert made.article.caption[-1] == "p.chu-thich"
    assert len(made.article.caption) > 1


@pytest.mark.parametrize(("wrote", "says"), COMPLAINTS, ids=[says.partition(":")[0] for _, says in COMPLAINTS])
def test_danvan_complains_as_the_recipe_says(wrote: list[str], says: str, write: Write, folder: Path) -> None:
    lines = "\n".join(wrote)
    path = write(head=lines) if wrote[0].startswith("family") else write(rest=lines)
    with pytest.raises(ProfileError) as caught:
        load_profiles(folder)
    assert caught.value.message == f"{path}: {says}"


def test_the_recipe_explains_every_key() -> None:
    explained = set(re.findall(r"^\| `\[*([a-z_.]+)\]*` \|", RECIPE, re.MULTILINE))
    fields = {name for name in ArticleTable.model_fields if not name.endswith("_more")}
    tables = {"source", "seed", "pace", "connection", "urls", "article", "clean", "version"}
    keys = (ProfileFile.model_fields.keys() - tables) | SourceTable.model_fields.keys() - {"domain"}
    nested = (
        {"source.domain", "delay_s", "old_tls", "steps", "until"}
        | SeedTable.model_fields.keys()
        | Urls.model_fields.keys()
    )
    assert fields | keys | nested == explained
    assert all(f"`{kind.value}`" in RECIPE for kind in SeedKind)
    assert all(f"`[{table}]`" in RECIPE or f"`[[{table}]]`" in RECIPE for table in tables)


def test_the_recipe_has_what_these_tests_look_for() -> None:
    assert len(EXAMPLES) == 2
    assert len(COMPLAINTS) == 8
