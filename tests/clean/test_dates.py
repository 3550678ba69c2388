import unicodedata
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from danvan_cli.clean.dates import VIETNAM, choose_published, parse_when, stated_part
from danvan_cli.model import Found, Precision

DAYS = ("Thứ Hai", "Thứ ba", "Thứ tư", "Thứ Năm", "Thứ sáu", "Thứ Bảy", "Chủ nhật")
MONTH_WORDS = ("Một", "hai", "Ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười", "mười một", "mười hai")
TIMES = st.datetimes(datetime(1995, 1, 1), datetime(2060, 12, 31)).map(  # noqa: DTZ001
    lambda at: at.replace(microsecond=0, tzinfo=VIETNAM)
)


def day(at: datetime) -> str:
    return DAYS[at.weekday()]


RENDERED: dict[str, tuple[Callable[[datetime], str], Precision]] = {
    "vnexpress": (lambda at: f"{day(at)}, {at.day}/{at.month}/{at.year}, {at:%H:%M} (GMT+7)", Precision.MINUTE),
    "znews": (lambda at: f"{day(at)}, {at:%d/%m/%Y %H:%M} (GMT+7)", Precision.MINUTE),
    "vietnamnet": (lambda at: f"{day(at)}, {at:%d/%m/%Y - %H:%M}", Precision.MINUTE),
    "vtcnews": (lambda at: f"{day(at)}, {at:%d/%m/%Y %H:%M:%S} +07:00", Precision.SECOND),
    "nld": (lambda at: f"{at:%d/%m/%Y %H:%M} GMT+7", Precision.MINUTE),
    "cafef": (lambda at: f"{at:%d-%m-%Y - %H:%M} {'AM' if at.hour < 12 else 'PM'}", Precision.MINUTE),
    "baocantho": (lambda at: f"{at:%d/%m/%Y - %H:%M}", Precision.MINUTE),
    "baolaocai": (lambda at: f"{at:%d/%m/%Y %H:%M}", Precision.MINUTE),
    "baodautu": (lambda at: f"- {at:%d/%m/%Y %H:%M}", Precision.MINUTE),
    "baohagiang": (lambda at: f"{at:%H:%M, %d/%m/%Y}", Precision.MINUTE),
    "baoquangbinh": (lambda at: f"{at:%H:%M} | {day(at)}, {at:%d/%m/%Y}", Precision.MINUTE),
    "truyenhinhthanhhoa": (lambda at: f"{at:%H:%M , %d/%m/%Y}", Precision.MINUTE),
    "lyluanchinhtri": (lambda at: f"{day(at)}, {at.day} Tháng {at.month} {at.year} {at:%H:%M}", Precision.MINUTE),
    "month as word": (
        lambda at: f"Ngày {at.day} tháng {MONTH_WORDS[at.month - 1]} năm {at.year}, {at:%H:%M}",
        Precision.MINUTE,
    ),
    "nclp": (lambda at: f"{day(at)}, {at:%d/%m/%Y, %H:%M}(GMT+7)", Precision.MINUTE),
    "vksdanang": (lambda at: f"Đăng ngày {at:%d-%m-%Y %H:%M}", Precision.MINUTE),
    "vnanet": (lambda at: f"({at:%d/%m/%Y %H:%M:%S})", Precision.SECOND),
    "pipe": (lambda at: f"{at:%d/%m/%Y | %H:%M} GMT+7", Precision.MINUTE),
    "hours in words": (lambda at: f"{at.hour} giờ {at:%M} ngày {at:%d/%m/%Y}", Precision.MINUTE),
    "hours with h": (lambda at: f"{at.hour}h{at:%M} ngày {at:%d.%m.%Y}", Precision.MINUTE),
    "twelve hours": (lambda at: f"{at:%d/%m/%Y %I:%M} {'SA' if at.hour < 12 else 'CH'}", Precision.MINUTE),
    "day alone": (lambda at: f"{day(at)}, {at:%d/%m/%Y}", Precision.DAY),
    "issued": (lambda at: f"Ngày phát hành: {at:%d/%m/%Y}", Precision.DAY),
    "iso": (lambda at: at.isoformat(), Precision.SECOND),
    "iso without colon": (lambda at: f"{at:%Y-%m-%dT%H:%M:%S%z}", Precision.SECOND),
    "iso in utc": (lambda at: f"{at - timedelta(hours=7):%Y-%m-%dT%H:%M:%S}Z", Precision.SECOND),
    "iso without zone": (lambda at: f"{at:%Y-%m-%d %H:%M:%S}", Precision.SECOND),
    "rfc 822": (lambda at: f"{at - timedelta(hours=7):%d %b %Y %H:%M:%S} GMT", Precision.SECOND),
}
"""The formats papers print, with the paper they were seen on."""


@pytest.mark.parametrize("style", RENDERED)
@given(at=TIMES)
@settings(max_examples=15, deadline=None)
def test_what_a_paper_prints_is_read_as_it_was_meant(style: str, at: datetime) -> None:
    render, precision = RENDERED[style]
    exact = {
        Precision.SECOND: at,
        Precision.MINUTE: at.replace(second=0),
        Precision.DAY: at.replace(hour=0, minute=0, second=0),
    }[precision]
    for text in (render(at), unicodedata.normalize("NFD", render(at)), f"  {render(at)}\n".replace(" ", "\xa0 ")):
        assert parse_when(text) == (exact, precision)
        assert parse_when(stated_part(text)) == (exact, precision)


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("Thứ tư, 22/10/2025, 19:25 (GMT+7)", "2025-10-22T19:25:00+07:00"),
        ("Thứ ba, 23/12/2025 09:02 (GMT+7)", "2025-12-23T09:02:00+07:00"),
        ("Thứ Bảy, 07/03/2026 - 08:52", "2026-03-07T08:52:00+07:00"),
        ("Thứ Tư, 24/12/2025 09:30:00 +07:00", "2025-12-24T09:30:00+07:00"),
        ("07/03/2026 08:06 GMT+7", "2026-03-07T08:06:00+07:00"),
        ("07-03-2026 - 00:01 AM", "2026-03-07T00:01:00+07:00"),
        ("07-03-2026 - 14:20 PM", "2026-03-07T14:20:00+07:00"),
        ("08/01/2026 - 18:21", "2026-01-08T18:21:00+07:00"),
        ("17/06/2025 13:43", "2025-06-17T13:43:00+07:00"),
        ("- 07/03/2026 08:47", "2026-03-07T08:47:00+07:00"),
        ("09:47, 15/03/2021", "2021-03-15T09:47:00+07:00"),
        ("11:03, 02/03/2022", "2022-03-02T11:03:00+07:00"),
        ("10:22 | Thứ Năm, 29/07/2021", "2021-07-29T10:22:00+07:00"),
        ("10:05 | 31/10/2012", "2012-10-31T10:05:00+07:00"),
        ("23:03 , 15/10/2022", "2022-10-15T23:03:00+07:00"),
        ("30/04/2016 11:39", "2016-04-30T11:39:00+07:00"),
        ("Thứ hai, 24 Tháng 10 2022 15:57", "2022-10-24T15:57:00+07:00"),
        ("Thứ tư, 02/10/2013 - 10:12", "2013-10-02T10:12:00+07:00"),
        ("Thứ hai, 23/04/2018, 02:57(GMT+7)", "2018-04-23T02:57:00+07:00"),
        ("Đăng ngày 15-05-2022 10:48", "2022-05-15T10:48:00+07:00"),
        ("(09/10/2015 15:34:31)", "2015-10-09T15:34:31+07:00"),
        ("06/10/2024 | 00:35 GMT+7", "2024-10-06T00:35:00+07:00"),
        ("Thứ bảy, 7/3/2026, 00:05 (GMT+7)", "2026-03-07T00:05:00+07:00"),
        ("15-01-2024 13:04", "2024-01-15T13:04:00+07:00"),
        ("Ngày phát hành: 19/01/2020", "2020-01-19T00:00:00+07:00"),
        ("Thứ Hai, 19/01/2026", "2026-01-19T00:00:00+07:00"),
        ("2025-06-17T13:43:00+0700", "2025-06-17T13:43:00+07:00"),
        ("2025-06-17T06:43:00.123Z", "2025-06-17T13:43:00+07:00"),
        ("2025-06-17T01:43:00-05", "2025-06-17T13:43:00+07:00"),
        ("2025-06-17T01:43:00-0500", "2025-06-17T13:43:00+07:00"),
        ("2025-06-17", "2025-06-17T00:00:00+07:00"),
        ("Tue, 17 Jun 2025 06:43:00 GMT", "2025-06-17T13:43:00+07:00"),
        ("Tue, 17 Jun 2025 13:43:00 +0700", "2025-06-17T13:43:00+07:00"),
        ("June 17, 2025 1:43 PM", "2025-06-17T13:43:00+07:00"),
        ("17/06/2025 06:43 UTC", "2025-06-17T13:43:00+07:00"),
        ("5-3-2026 12:30 AM", "2026-03-05T00:30:00+07:00"),
        ("5-3-2026 12:30 PM", "2026-03-05T12:30:00+07:00"),
        ("29/02/2024", "2024-02-29T00:00:00+07:00"),
    ],
)
def test_the_strings_seen_on_pages_state_their_time(text: str, stated: str) -> None:
    when = parse_when(text)
    assert when is not None
    assert when[0].isoformat() == stated


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1 giờ trước",
        "17 giờ trước",
        "Hôm qua, 08:30",
        "31/02/2026",
        "29/02/2023",
        "00/00/2026",
        "32/01/2026 10:00",
        "5/3/26",
        "5/3/2026 25:10",
        "5/3/2026 10:60",
        "20/11/19990",
        "1.2.3.4",
        "0001-01-01T00:00:00Z",
        "1/1/0001",
        "01/01/1970 08:00",
        "2026-03-05T10:00:00+99:99",
        "9999-12-31T23:59:59-10:00",
        "31/12/9999 23:59 GMT-7",
        "5 tháng Mười Ba 2026",
        "5 tháng 0 2026",
        "Số 45/GP-CBC",
    ],
)
def test_what_states_no_time_or_one_that_cannot_be_is_none(text: str) -> None:
    assert parse_when(text) is None


@pytest.mark.parametrize(
    "after", [" - 12 bình luận", " -12 phút đọc", " - 120 lượt xem", " + 5", " | 3 phút", " - 1200 lượt xem", " -12"]
)
def test_a_count_behind_the_clock_is_no_time_zone(after: str) -> None:
    assert parse_when(f"05/03/2026 10:00{after}") == parse_when("05/03/2026 10:00")


@pytest.mark.parametrize(
    ("zone", "hour"),
    [("GMT+7", 10), ("(GMT +7)", 10), ("GMT+07:00", 10), ("+0700", 10), ("(GMT-5)", 22), ("UTC+9", 8), ("GMT", 17)],
)
def test_another_zone_is_told_in_vietnams(zone: str, hour: int) -> None:
    when = parse_when(f"05/03/2026 10:00 {zone}")
    assert when is not None
    assert (when[0].hour, when[0].utcoffset()) == (hour, timedelta(hours=7))


def test_the_day_comes_before_the_month() -> None:
    assert parse_when("9/5/2026 13:30") == (datetime(2026, 5, 9, 13, 30, tzinfo=VIETNAM), Precision.MINUTE)


@given(st.text(max_size=60) | st.text(st.sampled_from("0123456789/.-: ThứángGMT+giờhăm"), max_size=40))
@settings(max_examples=100, deadline=None)
def test_no_text_makes_it_raise(text: str) -> None:
    when = parse_when(text)
    assert when is None or when[0].utcoffset() == timedelta(hours=7)
    assert isinstance(stated_part(text), str)


@pytest.mark.parametrize(
    ("shown", "part"),
    [
        ("Cập nhật: Thứ ba, 23/12/2025 09:02 (GMT+7) | Kinh tế", "Thứ ba, 23/12/2025 09:02 (GMT+7)"),
        ("Thứ Hai, ngày 5/1/2026, 10 giờ 20", "Thứ Hai, ngày 5/1/2026, 10 giờ 20"),
        ("Xã hội - 07/03/2026 08:47 - 12 bình luận", "07/03/2026 08:47"),
        ("10:22 | Thứ Năm, 29/07/2021 | Lượt xem: 90", "10:22 | Thứ Năm, 29/07/2021"),
        ("07-03-2026 - 00:01 AM | Tài chính", "07-03-2026 - 00:01 AM"),
        ("Đăng lúc 2025-06-17 13:43 bởi admin", "2025-06-17 13:43"),
        (" không rõ ngày ", "không rõ ngày"),
    ],
)
def test_of_a_displayed_line_only_what_states_the_time_is_kept(shown: str, part: str) -> None:
    assert stated_part(shown) == part


def candidates(*values: str) -> list[Found]:
    return [Found(value=value, selector=f"s{place}") for place, value in enumerate(values)]


def test_the_first_candidate_that_states_a_time_is_chosen_with_its_selector() -> None:
    when = choose_published(candidates("vừa xong", "05/03/2026 10:00", "06/03/2026 11:00"))
    assert when is not None
    assert (when.at.day, when.selector, when.raw) == (5, "s1", "05/03/2026 10:00")


@pytest.mark.parametrize(
    ("values", "at", "precision"),
    [
        (("05/03/2026 08:07", "2026-03-05T08:07:18+07:00"), "2026-03-05T08:07:18+07:00", Precision.SECOND),
        (("05/03/2026", "2026-03-05T08:07:18+07:00"), "2026-03-05T08:07:18+07:00", Precision.SECOND),
        (("05/03/2026 08:07", "2026-03-05T08:09:18+07:00"), "2026-03-05T08:07:00+07:00", Precision.MINUTE),
        (("05/03/2026", "06/03/2026 08:00"), "2026-03-05T00:00:00+07:00", Precision.DAY),
        (("05/03/2026", "05/03/2026 08:07", "2026-03-05T08:07:18"), "2026-03-05T08:07:18+07:00", Precision.SECOND),
    ],
)
def test_a_candidate_becomes_as_exact_as_those_that_agree_with_it(
    values: tuple[str, ...], at: str, precision: Precision
) -> None:
    when = choose_published(candidates(*values))
    assert when is not None
    assert (when.at.isoformat(), when.precision, when.selector) == (at, precision, "s0")


def test_what_was_not_yet_when_the_page_was_captured_is_the_pages_clock() -> None:
    captured = datetime(2026, 3, 5, 9, tzinfo=VIETNAM)
    when = choose_published(candidates("08/03/2026 10:00", "04/03/2026 10:00"), captured)
    assert when is not None
    assert when.at.day == 4
    assert choose_published(candidates("08/03/2026 10:00"), captured) is None


def test_a_clock_that_runs_a_little_ahead_is_forgiven() -> None:
    captured = datetime(2026, 3, 5, 9, tzinfo=VIETNAM)
    assert choose_published(candidates("05/03/2026 21:00"), captured) is not None


def test_without_candidates_there_is_no_time() -> None:
    assert choose_published([]) is None
    assert choose_published(candidates("", "hôm nay")) is None
