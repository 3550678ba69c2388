from pathlib import Path

from danvan_cli.profiles.loader import Profiles, load_profiles
from danvan_cli.profiles.table import newspaper_table

ROOT = Path(__file__).parents[2]


def test_the_committed_table_is_the_one_the_profiles_give() -> None:
    committed = (ROOT / "docs" / "newspapers.md").read_text(encoding="utf-8")
    again = "python -m danvan_cli.profiles.table > docs/newspapers.md"
    assert committed == newspaper_table(load_profiles()), f"run: {again}"


def test_a_row_says_id_paper_province_family_and_hosts() -> None:
    lines = newspaper_table(load_profiles()).splitlines()
    assert "| `baolaocai` | Báo Lào Cai | Lào Cai | F1 | `baolaocai.vn` |" in lines
    assert "| `baohagiang` | Báo Hà Giang | Tuyên Quang (Hà Giang) | F3 | `baohagiang.vn` |" in lines
    assert "| `vnexpress` | VnExpress | – | – | `vnexpress.net` |" in lines


def test_there_is_one_row_for_each_newspaper() -> None:
    two = Profiles([load_profiles().get("baolaocai"), load_profiles().get("baocantho")])
    rows = [line for line in newspaper_table(two).splitlines() if line.startswith("| `")]
    assert [row.split("`")[1] for row in rows] == ["baocantho", "baolaocai"]
    assert "2 newspapers:" in newspaper_table(two)
