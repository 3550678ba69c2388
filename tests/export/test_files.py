from dataclasses import replace
from pathlib import Path

from danvan_cli.export import files, markdown
from danvan_cli.model import StoredArticle
from tests.support.hostile import HOSTILE


def test_every_article_has_its_own_file_below_the_folder(stored: StoredArticle, tmp_path: Path) -> None:
    folder = tmp_path / "trong" / "bai"
    folder.mkdir(parents=True)
    same_title = replace(stored, id=12_012)
    assert files.write([*HOSTILE, same_title], folder, page=markdown.page, suffix=".md") == len(HOSTILE) + 1
    written = sorted(path for path in tmp_path.rglob("*") if path.is_file())
    assert len(written) == len(HOSTILE) + 1
    assert all(path.is_relative_to(folder) for path in written)
    assert {path.parent.name for path in written} == {"0000", "0012"}
    path = folder / "0012" / "012012-khanh-thanh-cau-dong-man.md"
    assert path.read_bytes() == markdown.page(same_title).encode()
