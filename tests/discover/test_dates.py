from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan_cli.discover.dates import VIETNAM, date_in_url, puts_month_first, read_date

NOW = datetime(2026, 3, 7, 3, 0, tzinfo=UTC)
TIMES = st.integers(0, 3_000_000_000).map(lambda seconds: datetime(1991, 1, 1, tzinfo=VIETNAM) + timedelta(0, seconds))
ZONES = st.sampled_from([VIETNAM, UTC, timezone(timedelta(hours=-3, minutes=-30)), timezone(timedelta(hours=9))])


@pytest.mark.parametrize(
    ("text", "at"),
    [
        # RFC 822, as RSS wants it
        ("Sat, 07 Mar 2026 08:07:05 +0700", "2026-03-07T08:07:05+07:00"),
        ("Sat, 7 Mar 2026 01:07:05 GMT", "2026-03-07T08:07:05+07:00"),
        ("Sat, 07 Mar 2026 01:07:05 -0000", "2026-03-07T08:07:05+07:00"),
        ("07 Mar 26 08:07 +0700", "2026-03-07T08:07:00+07:00"),
        # and as papers write it: no zone, a zone of words, a weekday in Vietnamese
        ("Sat, 07 Mar 2026 08:07:05", "2026-03-07T08:07:05+07:00"),
        ("Sat, 07 Mar 2026 08:07:05 GMT+7", "2026-03-07T08:07:05+07:00"),
        ("Sat, 07 Mar 2026 08:07:05 ICT", "2026-03-07T08:07:05+07:00"),
        ("Thứ Bảy, 07 Mar 2026 08:07:05 +0700", "2026-03-07T08:07:05+07:00"),
        # W3C date and time, as Atom and sitemaps want it
        ("2026-03-07T08:07:05+07:00", "2026-03-07T08:07:05+07:00"),
        ("2026-03-07T01:07:05Z", "2026-03-07T08:07:05+07:00"),
        ("2026-03-07T08:07:05.1234567+07:00", "2026-03-07T08:07:05.123456+07:00"),
        ("2026-03-07T08:07+0700", "2026-03-07T08:07:00+07:00"),
        ("2026-03-07T08:07:05", "2026-03-07T08:07:05+07:00"),
        ("2026-03-07 8:07", "2026-03-07T08:07:00+07:00"),
        ("2026-03-07", "2026-03-07T00:00:00+07:00"),
        ("2026/03/07 08:07:05", "2026-03-07T08:07:05+07:00"),
        # as papers print it
        ("Thứ Bảy, 07/03/2026 - 08:52", "2026-03-07T08:52:00+07:00"),
        ("Thứ tư, 22/10/2025, 19:25 (GMT+7)", "2025-10-22T19:25:00+07:00"),
        ("10:22 | Thứ Năm, 29/07/2021", "2021-07-29T10:22:00+07:00"),
        ("23:03 , 15/10/2022", "2022-10-15T23:03:00+07:00"),
        ("07-03-2026 - 00:01 AM", "2026-03-07T00:01:00+07:00"),
        ("7/3/2026 1:30:00 CH", "2026-03-07T13:30:00+07:00"),
        ("7.3.2026", "2026-03-07T00:00:00+07:00"),
        ("09h30 ngày 7/3/2026", "2026-03-07T09:30:00+07:00"),
        ("24 Tháng 10 2022 15:57", "2022-10-24T15:57:00+07:00"),
        ("Thứ Bảy, 07 Tháng Ba 2026 08:07:00 +07:00", "2026-03-07T08:07:00+07:00"),
        ("7 thg 12, 2026", "2026-12-07T00:00:00+07:00"),
        ("7 tháng mười hai năm 2026", "2026-12-07T00:00:00+07:00"),
        ("14 phút trước 10:09 23/12/2025", "2025-12-23T10:09:00+07:00"),
        ("9/25/2026 8:00:00 AM", "2026-09-25T08:00:00+07:00"),
        # some time before the capture
        ("17 giờ trước", "2026-03-06T17:00:00+07:00"),
        ("2 ngày trước", "2026-03-05T10:00:00+07:00"),
    ],
)
def test_a_date_is_read_in_vietnam_time(text: str, at: str) -> None:
    found = read_date(text, now=NOW)
    assert found is not None
    assert found.isoformat() == at
    assert found.utcoffset() == timedelta(hours=7)


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "hôm nay", "2026", "2026-03", "31/02/2026", "0/0/0000", "99/99/2026", "2026-13-45", "20260307"),
        *(
            "7/3/1889",
            "7/3/2989",
            "Sat, 07 Mar 2026 24:61:00 +0700",
            "Mar 7, 2026 8:07 AM",
            "2026-03-07T08:07:05+99:00",
        ),
        *("1/2/3/2026", "đạt 7,3/10 điểm", "Đường 30/4", "x" * 10_000, "7/3/2026 25:00"),
    ],
)
def test_what_is_no_date_or_cannot_be_gives_none(text: str) -> None:
    assert read_date(text, now=NOW) is None


def test_some_time_ago_needs_to_know_when_the_page_was_captured() -> None:
    assert read_date("17 giờ trước") is None


@pytest.mark.parametrize(("month_first", "month"), [(True, 9), (False, 5)])
def test_the_seed_says_which_number_is_the_month(month_first: bool, month: int) -> None:  # noqa: FBT001
    found = read_date("9/5/2026 1:30:00 PM", month_first=month_first)
    assert found is not None
    assert (found.month, found.hour) == (month, 13)


def test_a_number_over_twelve_is_a_day_wherever_it_stands() -> None:
    for text in ("25/9/2026", "9/25/2026"):
        for month_first in (True, False):
            found = read_date(text, month_first=month_first)
            assert found is not None
            assert (found.day, found.month) == (25, 9)


@pytest.mark.parametrize(
    ("texts", "verdict"),
    [
        (["9/5/2026 1:30:00 PM", "9/6/2026"], None),
        (["9/5/2026", "9/13/2026"], True),
        (["9/5/2026", "13/9/2026"], False),
        (["9/13/2026", "13/9/2026"], False),
        (["Sat, 07 Mar 2026 08:07:05 +0700", ""], None),
        ([], None),
    ],
)
def test_one_date_that_can_only_be_read_one_way_tells_for_all(
    texts: list[str],
    verdict: bool | None,  # noqa: FBT001
) -> None:
    assert puts_month_first(texts) is verdict


@given(at=TIMES, zone=ZONES)
def test_every_standard_form_of_a_time_is_that_time(at: datetime, zone: timezone) -> None:
    aware = at.astimezone(zone)
    for text in (
        aware.isoformat(),
        aware.isoformat(" "),
        format_datetime(aware),
        aware.strftime("%Y-%m-%dT%H:%M:%S%z"),
    ):
        assert read_date(text) == aware


@given(at=TIMES)
def test_every_printed_form_of_a_time_is_that_time(at: datetime) -> None:
    at = at.replace(second=0)
    for form in (
        "%d/%m/%Y %H:%M",
        "%H:%M %d/%m/%Y",
        "%d-%m-%Y - %H:%M",
        "%d tháng %m năm %Y, %H:%M",
        "%H:%M, %d.%m.%Y",
    ):
        assert read_date(at.strftime(form)) == at
    assert read_date(at.strftime("%m/%d/%Y %I:%M %p"), month_first=True) == at


@given(st.text(max_size=80) | st.text("0123456789/-:. TZ+thágnướcGM", max_size=40))
def test_no_text_makes_it_raise(text: str) -> None:
    for month_first in (True, False):
        found = read_date(text, month_first=month_first, now=NOW)
        assert found is None or found.tzinfo is not None
    puts_month_first([text])
    date_in_url(text)


@pytest.mark.parametrize(
    ("path", "at"),
    [
        ("/cau-moi-20260307080054340.htm", "2026-03-07T08:00:54+07:00"),
        ("/cau-moi-2026030708005434.htm", "2026-03-07T08:00:54+07:00"),
        ("/cau-moi-20201011102030123.htm", "2020-10-11T10:20:30+07:00"),
        ("/cau-moi-188260306104748303.chn", "2026-03-06T10:47:48+07:00"),
        ("/portal/pages/2024-03-01/Cau-moi.aspx", "2024-03-01T00:00:00+07:00"),
        ("/2024/3/1/cau-moi.html", "2024-03-01T00:00:00+07:00"),
        ("/cau-moi-20260231080054340.htm", None),
        ("/cau-moi-123456789012345.html", None),
        ("/cau-moi-5047363.html", None),
        ("/cau-moi-post20260307.html", None),
        ("/202603/cau-moi-3af0c1b/", None),
        ("/", None),
    ],
)
def test_the_time_that_a_publishing_system_wrote_into_an_address(path: str, at: str | None) -> None:
    found = date_in_url(f"https://baosonha.example{path}")
    assert (found and found.isoformat()) == at
