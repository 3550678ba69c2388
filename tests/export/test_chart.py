import builtins
import io
from typing import Any

import pytest
from lxml import etree

from danvan_cli.errors import UsageError
from danvan_cli.export import chart
from danvan_cli.export.chart import Panel

PANELS = [
    Panel(title="Bài theo tháng", bars=[(f"2026-{month:02}", month * 7) for month in range(1, 13)], upright=True),
    Panel(title="Bài theo báo", bars=[("Báo Đắk Lắk", 1200), ("Thừa Thiên – Huế", 800), ("Ếch $x_1$ & <b>", 3)]),
    Panel(
        title="Bài theo tác giả",
        bars=[("Nguyễn Thị Thúy Quỳnh của Tòa soạn phía Nam", 9), ("😀漢\x1b[31m", 1), ("\u0301", 1)],
    ),
]


def drawn(form: str, panels: list[Panel] = PANELS, title: str = "Báo Sơn Hà · 2026") -> bytes:
    out = io.BytesIO()
    assert chart.write(panels, out, title=title, form=form) == len(panels)
    return out.getvalue()


@pytest.mark.parametrize("form", chart.FORMS)
def test_the_same_figures_give_the_same_bytes(form: str) -> None:
    assert drawn(form) == drawn(form)
    assert drawn(form) != drawn(form, PANELS[:2])


def test_an_svg_is_xml_without_a_script_a_link_or_a_day_and_needs_no_font() -> None:
    tree = etree.fromstring(drawn("svg"))
    names = {etree.QName(element).localname for element in tree.iter() if isinstance(element.tag, str)}
    assert "path" in names
    assert not names & {"script", "image", "a", "foreignObject", "text"}
    assert b"20" not in drawn("svg").partition(b"<metadata>")[2].partition(b"</metadata>")[0].replace(b"2000", b"")


def test_a_png_is_a_picture_of_150_dots_an_inch() -> None:
    png = drawn("png")
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    assert int.from_bytes(png[16:20]) == round(7.5 * 150)
    assert b"Software" not in png


def test_every_vietnamese_letter_is_drawn_and_no_other_warns() -> None:
    """A letter that the font lacks is a warning, and warnings are errors here."""
    letters = "ăâđêôơư ÀẢÃÁẠ ằẳẵắặ ầẩẫấậ ềểễếệ ồổỗốộ ờởỡớợ ừửữứự ỳỷỹýỵ ĐĂÂÊÔƠƯ … – “ ”"
    drawn("png", [Panel(title=letters, bars=[(letters, 1), ("ﷺ☃\ud800", 2)])], title="漢字")


def test_nothing_to_draw_is_an_empty_chart() -> None:
    assert drawn("svg", [Panel(title="", bars=())]).startswith(b"<?xml")


def test_without_matplotlib_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def missing(name: str, *rest: Any) -> Any:
        if name == "matplotlib":
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", missing)
    with pytest.raises(UsageError, match="matplotlib") as caught:
        chart.check()
    assert caught.value.hint == "pip install 'danvan[plot]'"
