from datetime import UTC, datetime
from pathlib import Path

import pytest

from danvan_cli.errors import UsageError
from danvan_cli.model import Outcome, PageDone, RunReport
from danvan_cli.settings import Settings
from danvan_cli.workflows.archive import open_archive
from danvan_cli.workflows.importing import import_into_archive, own_url
from danvan_cli.workflows.reading import find
from tests.support.site import page


def nobody(_: PageDone) -> None:
    """Who is told of nothing."""


def imported(
    settings: Settings, *paths: Path, url: str | None = None, captured_at: datetime | None = None
) -> RunReport:
    return import_into_archive(settings, paths, url=url, captured_at=captured_at, arguments=["import"], on_page=nobody)


def rows(settings: Settings, table: str) -> int:
    with open_archive(settings) as archive:
        return int(archive.rows(f"SELECT count(*) AS n FROM {table}")[0]["n"])  # noqa: S608 names of ours


CANONICAL = '<link rel="canonical" href="https://baosonha.example/cau-moi.html">'


def test_the_same_file_again_adds_nothing(settings: Settings, tmp_path: Path) -> None:
    path = tmp_path / "trang.html"
    path.write_bytes(page("Cầu mới", head=CANONICAL).body)
    assert imported(settings, path).counts == {"new": 1}
    assert imported(settings, path).counts == {"unchanged": 1}
    assert rows(settings, "snapshots") == rows(settings, "articles") == rows(settings, "versions") == 1


def test_two_states_of_a_page_again_do_not_swap_its_newest_version(settings: Settings, tmp_path: Path) -> None:
    old, new = tmp_path / "1.html", tmp_path / "2.html"
    old.write_bytes(page("Cầu mới", head=CANONICAL).body)
    new.write_bytes(page("Cầu mới (đã sửa)", head=CANONICAL).body)
    assert [done.outcome for done in imported(settings, tmp_path).pages] == [Outcome.NEW, Outcome.CHANGED]
    again = imported(settings, tmp_path)
    assert [(done.outcome, done.version) for done in again.pages] == [
        (Outcome.UNCHANGED, 1),
        (Outcome.UNCHANGED, 2),
    ]
    assert find(settings, "1").article.title == "Cầu mới (đã sửa)"
    assert rows(settings, "versions") == rows(settings, "snapshots") == 2


def test_a_run_that_was_killed_between_capture_and_article_is_completed(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "trang.html"
    path.write_bytes(page("Cầu mới").body)

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("danvan_cli.workflows.importing.understand_safely", killed)
        with pytest.raises(KeyboardInterrupt):
            imported(settings, path)
    assert (rows(settings, "snapshots"), rows(settings, "articles")) == (1, 0)
    assert imported(settings, path).counts == {"new": 1}
    assert rows(settings, "snapshots") == 1


def test_a_page_names_its_own_url_by_canonical_link_or_og(settings: Settings) -> None:
    og = '<meta property="og:url" content="https://baosonha.example/cau-moi.html">'
    for head in (CANONICAL, og):
        assert own_url(page("Cầu mới", head=head).body) == "https://baosonha.example/cau-moi.html"


@pytest.mark.parametrize("href", ["", "javascript:alert(1)", "file:///etc/passwd"])
def test_a_page_that_names_no_web_url_is_known_by_its_bytes(href: str) -> None:
    body = page("Cầu mới", head=f'<link rel="canonical" href="{href}">').body
    assert own_url(body).startswith("urn:danvan:file:")
    assert own_url(body) == own_url(bytes(body)) != own_url(body + b" ")


def test_a_stated_day_is_the_captures(settings: Settings, tmp_path: Path) -> None:
    path = tmp_path / "trang.html"
    path.write_bytes(page("Cầu mới").body)
    moment = datetime(2025, 3, 5, tzinfo=UTC)
    imported(settings, path, captured_at=moment)
    assert find(settings, "1").captured_at == moment


def test_a_page_printed_as_text_is_an_article(settings: Settings, tmp_path: Path) -> None:
    lines = (
        "Khánh thành cầu Nậm Mây",
        "Cầu Nậm Mây nối hai bản vùng cao. (Ảnh: LH)",
        "Sáng 5/3, xã Thượng Lãm khánh thành cây cầu mới bắc qua suối Nậm Mây, nối hai bản với trung tâm xã.",
        "Cây cầu dài 42 mét, rộng 4 mét, do bà con góp công và các nhà hảo tâm góp vật liệu trong nửa năm.",
        "Phản hồi",
    )
    path = tmp_path / "in.txt"
    path.write_text("\n\n".join(lines), encoding="utf-8")
    assert imported(settings, path).counts == {"new": 1}
    article = find(settings, "1").article
    assert article.title == lines[0]
    assert [caption.credit for caption in article.captions] == ["LH"]
    assert article.text == f"{lines[2]}\n\n{lines[3]}"


def test_what_cannot_be_read_is_named_and_the_rest_is_imported(settings: Settings, tmp_path: Path) -> None:
    good, empty, large = tmp_path / "trang.html", tmp_path / "rong", tmp_path / "lon.html"
    good.write_bytes(page("Cầu mới").body)
    empty.mkdir()
    large.write_bytes(b"x" * (settings.fetch.max_body_bytes + 1))
    report = imported(settings, tmp_path / "mat.html", empty, large, good)
    assert [(done.outcome, done.reason) for done in report.pages] == [
        (Outcome.FAILED, "no-file"),
        (Outcome.FAILED, "no-pages"),
        (Outcome.FAILED, "too-large"),
        (Outcome.NEW, None),
    ]
    assert all(done.detail and done.url in done.detail for done in report.failures())


def test_one_url_cannot_be_that_of_two_files(settings: Settings, tmp_path: Path) -> None:
    for name in ("1.html", "2.html"):
        (tmp_path / name).write_bytes(page(name).body)
    with pytest.raises(UsageError, match="2 files"):
        imported(settings, tmp_path, url="https://baosonha.example/1.html")
    assert not settings.archive.db.exists()
