"""Packages on the command line: out, checked, and in again."""

import json
from pathlib import Path
from typing import Any

import pytest

from danvan_cli.errors import ExitCode
from tests.cli.conftest import Run


@pytest.mark.parametrize(("form", "name"), [("warc", "a.warc.gz"), ("wacz", "a.wacz"), ("bagit", "bag")])
def test_a_package_goes_out_is_sound_and_comes_in_again(run: Run, archived: Any, form: str, name: str) -> None:
    written = run("export", form, "-o", name)
    assert (written.exit_code, written.stderr) == (0, f"2 captures written to {name}\n")
    checked = run("verify", "--export", name)
    assert (checked.exit_code, checked.stdout) == (0, "")
    assert checked.stderr.endswith("records, no fault\n")
    if form != "bagit":
        assert run("--db", "moi.db", "import", name).exit_code == 0
        titles = [json.loads(line)["title"] for line in run("--db", "moi.db", "export", "jsonl").stdout.splitlines()]
        assert titles == [json.loads(line)["title"] for line in run("export", "jsonl").stdout.splitlines()]


def test_a_broken_package_exits_with_9_and_names_the_fault_and_its_place(run: Run, archived: Any) -> None:
    run("export", "warc", "-o", "a.warc.gz")
    data = Path("a.warc.gz").read_bytes()
    Path("a.warc.gz").write_bytes(data[:-20])
    checked = run("verify", "--export", "a.warc.gz")
    assert checked.exit_code == ExitCode.INTEGRITY
    assert checked.stdout.startswith("member-truncated    a.warc.gz:")
    assert "faults: member-truncated: 1" in checked.stderr
    (line,) = run("verify", "--export", "a.warc.gz", "--json").stdout.splitlines()
    assert json.loads(line)["fault"] == "member-truncated"


def test_with_q_a_sound_package_is_nothing_to_talk_about(run: Run, archived: Any) -> None:
    run("export", "warc", "-o", "a.warc.gz")
    checked = run("verify", "-q", "--export", "a.warc.gz")
    assert (checked.exit_code, checked.output) == (0, "")


def test_one_broken_package_of_two_decides_the_code(run: Run, archived: Any) -> None:
    run("export", "warc", "-o", "a.warc.gz")
    Path("b.warc").write_bytes(b"WARC/1.1\r\nrac")
    assert run("verify", "--export", "b.warc", "--export", "a.warc.gz").exit_code == ExitCode.INTEGRITY


def test_nothing_to_verify_and_nothing_there_are_told_apart(run: Run) -> None:
    assert run("verify").exit_code == ExitCode.USAGE
    assert run("verify", "--export", "khong-co.warc").exit_code == ExitCode.FAILED


def test_a_package_needs_a_name_where_it_is_no_stream(run: Run, archived: Any) -> None:
    assert run("export", "wacz").exit_code == ExitCode.USAGE
    assert run("export", "bagit").exit_code == ExitCode.USAGE
    assert run("export", "warc").stdout_bytes.startswith(b"\x1f\x8b")


def test_the_last_line_of_an_import_counts_what_else_was_in_the_file(run: Run, archived: Any) -> None:
    run("export", "warc", "-o", "a.warc.gz")
    told = run("--db", "moi.db", "import", "a.warc.gz")
    assert told.stderr.splitlines()[-1].endswith("new: 2; besides: conversion: 2")
    again = run("--db", "moi.db", "import", "a.warc.gz")
    assert "unchanged: 2" in again.stderr
    assert run("--db", "moi.db", "import", "a.warc.gz", "--url", "https://a.example/").exit_code == ExitCode.USAGE
