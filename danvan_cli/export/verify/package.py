"""Any package: what it is, and everything that is wrong with it."""

import zipfile
from pathlib import Path

from danvan_cli.export.verify.bag import check_bag
from danvan_cli.export.verify.faults import Fault, Findings
from danvan_cli.export.verify.records import Ledger, check_references, check_warc
from danvan_cli.export.verify.wacz import check_wacz


def check_package(path: Path) -> Findings:
    """Read the WARC file, WACZ or bag at ``path`` from end to end. Never raises for anything that is in it.

    Raises ``OSError`` where it cannot be read.
    """
    findings = Findings()
    if path.is_dir():
        check_bag(path, findings)
        return findings
    with path.open("rb") as file:
        if file.read(2) == b"PK" or zipfile.is_zipfile(path):
            check_wacz(path, findings)
            return findings
        ledger = Ledger()
        check_warc(file, str(path), findings, ledger)
    check_references(findings, ledger)
    if not findings.files and not findings.counts:
        findings.add(Fault.UNREADABLE, str(path), "it is empty")
    return findings
