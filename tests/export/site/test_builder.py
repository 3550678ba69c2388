import filecmp
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from lxml import html

from danvan_cli.export.assets import asset
from danvan_cli.export.site import builder
from danvan_cli.export.site.pages import place_of
from danvan_cli.model import Order
from tests.support.articles import STORED
from tests.support.pages import check_harmless
from tests.support.shelves import ListShelf


def pages(site: Path) -> Iterator[tuple[Path, html.HtmlElement]]:
    for path in sorted(site.rglob("*.html")):
        scripts = ("search/search.js", "search/about.js") if path.name == "search.html" else ()
        yield path, check_harmless(path.read_text(encoding="utf-8"), scripts=scripts)


def links(tree: html.HtmlElement) -> Iterator[str]:
    for name in ("href", "src", "action"):
        yield from (str(link) for link in tree.xpath(f"//@{name}"))


def test_every_page_is_harmless_and_every_link_leads_to_a_file(site: Path) -> None:
    count = 0
    for path, tree in pages(site):
        for link in links(tree):
            if not link.startswith(("http://", "https://")):
                assert (path.parent / unquote(link)).is_file(), (path, link)
                count += 1
    assert count > 1000


def test_every_page_is_reached_from_the_front_page(site: Path) -> None:
    known = {path: list(links(tree)) for path, tree in pages(site)}
    reached, waiting = set[Path](), [site / "index.html"]
    while waiting:
        page = waiting.pop()
        if page not in reached:
            reached.add(page)
            targets = ((page.parent / link).resolve() for link in known[page] if link.endswith(".html"))
            waiting += [target for target in targets if target in known]
    assert reached == set(known)


def test_an_article_has_its_page_with_captions_and_provenance(site: Path) -> None:
    page = (site / place_of(STORED)).read_text(encoding="utf-8")
    for said in ("Cầu Đồng Mận nhìn từ trên cao", "(Lê Hạ)", STORED.url, "02:00:00 05/03/2026 UTC", STORED.sha256):
        assert said in page
    tree = check_harmless(page)
    crumbs = tree.xpath("//nav[@class='crumbs']/a")
    assert [crumb.text for crumb in crumbs] == ["Báo Sơn Hà", "Giao thông", "05/03/2026"]


def test_neighbours_lead_through_all_articles_from_the_newest_to_the_oldest(site: Path, shelf: ListShelf) -> None:
    expected = [(site / place_of(stored)).resolve() for stored in shelf.articles(Order.NEWEST)]
    page, seen = expected[0], []
    while page not in seen:
        seen.append(page)
        older = html.fromstring(page.read_bytes()).xpath("//nav[@class='pager']/a[@class='next']/@href")
        page = (page.parent / str(older[0])).resolve() if older else page
    assert seen == expected


def test_nothing_of_a_title_leaves_the_folder_or_names_a_device(site: Path) -> None:
    for path in site.rglob("*"):
        assert re.fullmatch(r"[a-z0-9][a-z0-9_.-]*", path.name), path
        assert path.name.partition(".")[0] not in {"con", "prn", "aux", "nul"}
        assert path.resolve().is_relative_to(site)
        assert len(path.name) <= 100
    assert [path for path in site.parent.iterdir() if path != site] == []


def test_no_folder_holds_more_than_a_thousand_files(site: Path) -> None:
    assert max(len(list(path.iterdir())) for path in site.rglob("*") if path.is_dir()) <= 1_000


def test_only_the_search_page_may_run_scripts(site: Path) -> None:
    for path, tree in pages(site):
        (policy,) = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
        assert policy.startswith("default-src 'none'; ")
        assert ("script-src" in policy) == (path.name == "search.html")
        assert "unsafe" not in policy


def test_the_same_articles_make_the_same_site(site: Path, shelf: ListShelf, tmp_path: Path) -> None:
    builder.write(shelf, tmp_path, title="Kho <tin> & ảnh")
    compared = filecmp.dircmp(site, tmp_path)
    assert not compared.left_only
    assert not compared.right_only
    for path in site.rglob("*"):
        if path.is_file():
            assert path.read_bytes() == (tmp_path / path.relative_to(site)).read_bytes()


def test_a_site_without_articles_can_be_opened(tmp_path: Path) -> None:
    assert builder.write(ListShelf(), tmp_path, title="Kho tin") == 0
    for path, tree in pages(tmp_path):
        for link in links(tree):
            assert (path.parent / link).is_file(), (path, link)


def test_the_script_is_what_browsers_of_ten_years_ago_read() -> None:
    script = re.sub(r"/\*.*?\*/|\"[^\"\n]*\"", "", asset("search.js"), flags=re.DOTALL)
    for newer in (r"=>", r"`", r"\b(let|const|class|async|await|of)\b", r"\.\.\.", r"\?\.", r"\?\?", r"\*\*"):
        assert not re.search(newer, script), newer
    assert "innerHTML" not in script
    assert "eval" not in script
