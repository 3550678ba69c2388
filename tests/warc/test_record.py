import hashlib
from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from danvan_cli.warc.record import Record, RecordType, fields_block, one_field_line, record_id, to_bytes, warc_date

MOMENT = datetime(2026, 3, 5, 2, 0, tzinfo=UTC)


def test_a_record_is_written_as_iso_28500_has_it() -> None:
    record = Record(
        type=RecordType.RESOURCE,
        id="urn:uuid:1",
        date=MOMENT,
        target_uri="https://baolangxa.example/",
        content_type="text/plain",
        fields=(("WARC-IP-Address", "203.0.113.5"),),
        payload=b"Trang",
        payload_digest="ab",
    )
    assert (
        to_bytes(record)
        == (
            b"WARC/1.1\r\nWARC-Type: resource\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
            b"WARC-Date: 2026-03-05T02:00:00.000000Z\r\n"
            b"WARC-Target-URI: https://baolangxa.example/\r\nWARC-IP-Address: 203.0.113.5\r\n"
            b"WARC-Block-Digest: sha256:%b\r\n"
            b"WARC-Payload-Digest: sha256:ab\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nTrang\r\n\r\n"
        )
        % hashlib.sha256(b"Trang").hexdigest().encode()
    )


def test_a_date_is_in_utc_to_the_microsecond() -> None:
    hanoi = datetime(2026, 3, 5, 6, 30, tzinfo=timezone(timedelta(hours=7)))
    assert warc_date(hanoi) == "2026-03-04T23:30:00.000000Z"


@given(parts=st.lists(st.text(max_size=5), max_size=3), other=st.lists(st.text(max_size=5), max_size=3))
def test_an_id_names_its_parts_and_no_others(parts: list[str], other: list[str]) -> None:
    assert (record_id(*parts) == record_id(*other)) is (parts == other)
    assert record_id(*parts).startswith("urn:uuid:")


@given(text=st.text(max_size=30))
def test_nothing_in_a_url_ends_its_line(text: str) -> None:
    line = one_field_line(text)
    assert not any(char <= " " or char == "\x7f" for char in line)
    line.encode()


def test_a_field_of_many_lines_becomes_one() -> None:
    assert fields_block((("title", "Cầu\r\n mới\nthông xe"), ("a", "hai  trống"))) == (
        "title: Cầu mới thông xe\r\na: hai  trống\r\n".encode()
    )
