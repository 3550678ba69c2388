"""Checks: whether a package that was exported, here or elsewhere, is what it says."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from danvan_cli.errors import ExitCode, NotFoundError
from danvan_cli.export.verify.faults import Finding
from danvan_cli.export.verify.package import check_package
from danvan_cli.language import _


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportCheck:
    """What a check of one package found."""

    path: Path
    records: int
    """WARC records that were read."""
    findings: tuple[Finding, ...]
    """The faults in the order they were met, a thousand at most."""
    counts: Mapping[str, int]
    """How many of each there are."""

    @property
    def exit_code(self) -> ExitCode:
        """0 where nothing is wrong, else 9."""
        return ExitCode.INTEGRITY if self.counts else ExitCode.OK


def verify_export(path: Path) -> ExportCheck:
    """Read a WARC file, WACZ or bag from end to end and name every fault. Flat memory, nothing is written.

    Raises ``NotFoundError`` where it is not there or cannot be read.
    """
    try:
        found = check_package(path)
    except OSError as problem:
        raise NotFoundError(
            _("{path}: cannot be read: {problem}", path=path, problem=problem.strerror or problem)
        ) from problem
    return ExportCheck(
        path=path,
        records=found.records,
        findings=tuple(found.told),
        counts={fault.value: count for fault, count in found.counts.most_common()},
    )
