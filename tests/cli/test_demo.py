from pathlib import Path

from tests.cli.conftest import Run


def test_the_tour_archives_searches_exports_and_ends_well(run: Run) -> None:
    result = run("demo", "--db", "tour.db")
    assert result.exit_code == 0
    assert "Lớp học bên bếp lửa ở bản Nà Sang" in result.stdout
    assert "[Ảnh]" in result.stdout
    assert "danvan --db tour.db show" in result.stderr
    assert run("search", "--db", "tour.db", "ban na sang").stdout
    assert not Path("danvan-demo.db").exists()


def test_the_tour_needs_no_option_and_no_leave_to_fetch_from_loopback(run: Run, monkeypatch: object) -> None:
    result = run("-q", "demo")
    assert result.exit_code == 0
    assert result.stderr == ""
    assert Path("danvan-demo.db").is_file()
