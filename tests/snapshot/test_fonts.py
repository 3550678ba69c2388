import pytest

from danvan_cli.snapshot.fonts import Fonts, fonts_named
from danvan_cli.snapshot.legacy import TCVN3, VISCII, VNI, Legacy


@pytest.mark.parametrize(
    ("page", "legacies"),
    [
        ('<font face=".VnTime">', {TCVN3}),
        ("<FONT FACE=.VNARIALH>", {TCVN3}),
        ('<font size="2" face="VNI-Times, VNI-Helve">', {VNI}),
        ("<style>.a { font-family: Arial, 'VISCII Arial' } p { font-family:.VnTime; }</style>", {VISCII, TCVN3}),
        ("<p style=\"font-family: 'VI Times', serif\">", {VISCII}),
        ('<font face="Times New Roman">baosonha.vnTime VNI-Times</font>', set()),
        ('<a href="http://a.vn/?face=1">', set()),
        ("", set()),
    ],
)
def test_fonts_tell_the_encoding_they_were_made_for(page: str, legacies: set[Legacy]) -> None:
    assert fonts_named(page) == legacies


def after(*tags: str) -> tuple[Legacy | None, bool]:
    fonts = Fonts()
    for tag in tags:
        fonts.pass_tag(tag)
    return fonts.legacy, fonts.capitals


@pytest.mark.parametrize(
    ("tags", "drawn"),
    [
        ((), (None, False)),
        (('<font face=".VnTimeH">',), (TCVN3, True)),
        (('<font face=".VnTime">',), (TCVN3, False)),
        (('<font face=".VnTimeH">', "<b>", "<br>", "<img src=h>"), (TCVN3, True)),
        (('<font face=".VnTimeH">', "<b>", "</font>"), (None, False)),
        (('<font face=".VnTimeH">', '<font face="Arial">'), (None, False)),
        (('<font face=".VnTimeH">', '<font face="Arial">', "</font>"), (TCVN3, True)),
        (('<font face=".VnTimeH">', '<font size="4">', "</font>"), (TCVN3, True)),
        (("<p style='font-family:.VnArialH'>", "<p>"), (None, False)),
        (('<font face="VNI-Times">', "</b>", "</p>", "</font", "</>", "<>"), (None, False)),
        (('<font face="VNI-Times">', "</b>", "</p>", "<!doctype html>"), (VNI, False)),
    ],
)
def test_text_is_drawn_in_the_font_that_is_open(tags: tuple[str, ...], drawn: tuple[Legacy | None, bool]) -> None:
    assert after(*tags) == drawn


def test_a_hundred_thousand_open_fonts_and_as_many_stray_ends_are_passed_by() -> None:
    fonts = Fonts()
    for tag in ('<font face=".VnTime">', "</b>") * 100_000:
        fonts.pass_tag(tag)
    assert fonts.legacy is TCVN3
