from dataclasses import replace
from typing import Any

from danvan_cli.model import Source
from danvan_cli.store.articles import find_article
from danvan_cli.store.database import Archive
from danvan_cli.store.sources import save_sources


def sources(archive: Archive) -> dict[str, tuple[Any, ...]]:
    return {row.pop("id"): tuple(row.values()) for row in archive.rows("SELECT * FROM sources ORDER BY id")}


def test_newspapers_with_and_without_a_province_do_not_disturb_each_other(archive: Archive, source: Source) -> None:
    central = replace(source, id="trunguong", name="Báo Trung ương", province=None, province_before=None)
    save_sources(archive, [central, source])
    save_sources(archive, [source, central])
    assert sources(archive) == {
        "baolangxa": ("Báo Làng Xa", "Đắk Lắk", "Phú Yên", "https://baolangxa.example/"),
        "trunguong": ("Báo Trung ương", None, None, "https://baolangxa.example/"),
    }


def test_a_newspaper_that_changed_its_name_is_known_by_the_new_one(
    archive: Archive, pages: Any, source: Source
) -> None:
    pages.save(archive)
    save_sources(archive, [replace(source, name="Báo Làng Xa và Biển", province_before=None)])
    stored = find_article(archive, 1).source
    assert stored is not None
    assert (stored.name, stored.province_before) == ("Báo Làng Xa và Biển", None)


def test_newspapers_that_are_known_already_cost_no_write(archive: Archive, source: Source) -> None:
    save_sources(archive, [source])
    statements: list[str] = []
    with archive.db.tracer(lambda sql, _: statements.append(sql)):
        save_sources(archive, [source])
        save_sources(archive, [])
    assert not [statement for statement in statements if "BEGIN" in statement]
