"""Our packages before other people's tools; planted faults before them and before ``danvan verify --export``.

The tables of docs/packages.md are the expectation: each cell is a test.
"""

import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from danvan_cli.demo.example import build_example
from danvan_cli.errors import ExitCode
from danvan_cli.export.verify.faults import Fault
from danvan_cli.model import Selection
from danvan_cli.settings import ArchiveSettings, Settings
from danvan_cli.workflows.check import verify_export
from danvan_cli.workflows.packages import export_package
from tests.judges.faults import BAG_FAULTS, WACZ_FAULTS, WARC_FAULTS
from tests.judges.tools import BAG_JUDGES, WACZ_JUDGES, WARC_JUDGES

DOCS = Path(__file__).parents[2] / "docs" / "packages.md"
SOUND = "nothing: the package as danvan makes it"
PASSES, FAILS = "passes", "**fails**"
Judges = Mapping[str, Callable[[Path], bool]]


@pytest.fixture(scope="session")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's archive in every form."""
    folder = tmp_path_factory.mktemp("sound")
    build_example(folder / "archive.db")
    settings = Settings(archive=ArchiveSettings(db=folder / "archive.db"))
    for form, name in (("warc", "a.warc.gz"), ("wacz", "a.wacz"), ("bagit", "bag")):
        export_package(settings, Selection(), form=form, destination=folder / name)
    return folder


def table(heading: str) -> dict[str, dict[str, str]]:
    """A table of the docs: planted fault → judge → what it says."""
    section = DOCS.read_text("utf-8").partition(f"### {heading}\n")[2].partition("\n### ")[0]
    head, _, *rows = [line.strip("| ").split(" | ") for line in section.splitlines() if line.startswith("|")]
    return {row[0].strip(): dict(zip(head[1:], map(str.strip, row[1:]), strict=True)) for row in rows}


TABLES: dict[str, tuple[str, Judges, Mapping[str, tuple[Callable[..., object], str]]]] = {
    "Faults in a WARC": ("a.warc.gz", WARC_JUDGES, WARC_FAULTS),
    "Faults in a WACZ": ("a.wacz", WACZ_JUDGES, WACZ_FAULTS),
    "Faults in a bag": ("bag", BAG_JUDGES, BAG_FAULTS),
}
CELLS = [
    pytest.param(heading, fault, judge, id=f"{heading}: {fault}: {judge}")
    for heading, (_, judges, faults) in TABLES.items()
    for fault in (SOUND, *faults)
    for judge in judges
]
ROWS = [
    pytest.param(heading, fault, id=f"{heading}: {fault}")
    for heading, (_, _, faults) in TABLES.items()
    for fault in faults
]


def planted(sound: Path, folder: Path, heading: str, fault: str) -> Path:
    """A copy of the sound package with the fault in it."""
    name, _, faults = TABLES[heading]
    path = folder / name
    if (sound / name).is_dir():
        shutil.copytree(sound / name, path)
    else:
        shutil.copy(sound / name, path)
    if fault != SOUND and heading == "Faults in a WARC":
        path.write_bytes(faults[fault][0](path.read_bytes()))  # type: ignore[arg-type]
    elif fault != SOUND:
        faults[fault][0](path)
    return path


@pytest.mark.parametrize("heading", TABLES)
def test_the_docs_have_a_row_for_every_fault_and_a_column_for_every_judge(heading: str) -> None:
    _, judges, faults = TABLES[heading]
    told = table(heading)
    assert list(told) == [SOUND, *faults]
    assert {tuple(row) for row in told.values()} == {(*judges, "`danvan verify --export`")}
    found = {fault: row["`danvan verify --export`"] for fault, row in told.items() if fault != SOUND}
    assert found == {fault: f"`{slug}`" for fault, (_, slug) in faults.items()}


def test_the_docs_name_every_fault_with_its_meaning() -> None:
    told = DOCS.read_text("utf-8").partition("### Names of faults\n")[2]
    rows = [tuple(line.strip("| ").split(" | ")) for line in told.splitlines() if line.startswith("| `")]
    assert rows == [(f"`{fault.value}`", fault.meaning) for fault in Fault]


@pytest.mark.parametrize(("heading", "fault", "judge"), CELLS)
def test_a_judge_says_what_the_docs_say(sound: Path, tmp_path: Path, heading: str, fault: str, judge: str) -> None:
    _, judges, _ = TABLES[heading]
    says = PASSES if judges[judge](planted(sound, tmp_path, heading, fault)) else FAILS
    assert says == table(heading)[fault][judge]


@pytest.mark.parametrize("heading", TABLES)
def test_every_judge_passes_what_danvan_makes_and_fails_on_something(heading: str) -> None:
    told = table(heading)
    for judge in TABLES[heading][1]:
        assert told[SOUND][judge] == PASSES
        assert FAILS in {row[judge] for row in told.values()}


@pytest.mark.parametrize("heading", TABLES)
def test_what_danvan_makes_has_no_fault(sound: Path, tmp_path: Path, heading: str) -> None:
    check = verify_export(planted(sound, tmp_path, heading, SOUND))
    assert (check.counts, check.exit_code) == ({}, ExitCode.OK)
    assert check.records > 80


@pytest.mark.parametrize(("heading", "fault"), ROWS)
def test_danvan_finds_every_planted_fault_by_its_name(sound: Path, tmp_path: Path, heading: str, fault: str) -> None:
    check = verify_export(planted(sound, tmp_path, heading, fault))
    assert TABLES[heading][2][fault][1] in check.counts
    assert check.exit_code is ExitCode.INTEGRITY
    assert all(re.search(r"\S", finding.detail) for finding in check.findings)
