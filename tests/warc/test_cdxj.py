import json
import tracemalloc

import pytest

from danvan_cli.warc import cdxj
from danvan_cli.warc.cdxj import Place, Sorter, entry
from tests.support.captures import URL, keyed, records, snapshot

PLACE = Place(filename="data.warc.gz", offset=7, length=99, sha256="cd")


def test_a_line_names_key_time_and_place() -> None:
    key, time, value = entry(records(snapshot())[0], PLACE).split(" ", 2)
    assert (key, time) == ("example,baolangxa)/tin/khanh-thanh-cau-post12.html", "20260305020000")
    assert json.loads(value) == {
        "url": URL,
        "mime": "text/html",
        "status": "200",
        "digest": f"sha256:{snapshot().sha256}",
        "length": "99",
        "offset": "7",
        "filename": "data.warc.gz",
        "recordDigest": "sha256:cd",
    }


def test_a_revisit_is_told_from_a_page() -> None:
    revisit = records(snapshot(), original=keyed(snapshot(b"x")))[0]
    assert json.loads(entry(revisit, PLACE).split(" ", 2)[2])["mime"] == "warc/revisit"


def test_lines_come_sorted_and_once_whether_they_fit_in_memory_or_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cdxj, "_SPILL_BYTES", 100)
    lines = [f"{number * 7919 % 1000:04} x\n" for number in range(1000)]
    with Sorter() as sorter:
        for line in [*lines, *lines[:5]]:
            sorter.add(line)
        assert list(sorter.lines()) == sorted(lines)


def test_an_index_of_any_size_is_sorted_in_flat_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cdxj, "_SPILL_BYTES", 2**18)
    with Sorter() as sorter:
        tracemalloc.start()
        try:
            for number in range(40_000):
                sorter.add(f"{number * 7919 % 40_000:06} {'x' * 200}\n")
            count = sum(1 for _ in sorter.lines())
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert count == 40_000
    assert peak < 3 * 2**20
