from pathlib import Path

import pytest

from danvan_cli.errors import ExitCode, NotFoundError
from danvan_cli.workflows.check import verify_export
from tests.support.captures import packed, records, snapshot


def test_a_sound_package_has_no_fault(tmp_path: Path) -> None:
    (tmp_path / "a.warc.gz").write_bytes(packed(records(snapshot())))
    check = verify_export(tmp_path / "a.warc.gz")
    assert (check.records, check.findings, check.counts, check.exit_code) == (3, (), {}, ExitCode.OK)


def test_faults_are_named_counted_and_an_integrity_error_for_the_shell(tmp_path: Path) -> None:
    (tmp_path / "a.warc.gz").write_bytes(packed(records(snapshot())) + b"rac")
    check = verify_export(tmp_path / "a.warc.gz")
    assert check.counts == {"garbage": 1}
    assert [finding.fault.value for finding in check.findings] == ["garbage"]
    assert check.exit_code is ExitCode.INTEGRITY


def test_a_file_that_is_not_there_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="cannot be read"):
        verify_export(tmp_path / "a.warc.gz")
