import hashlib
from pathlib import Path

from danvan_cli.export.bagit import write
from danvan_cli.export.verify.package import check_package
from tests.support.captures import MOMENT


def bag(folder: Path) -> Path:
    folder.mkdir()
    payloads = {"tin.txt": lambda out: [out.write("Cầu mới ".encode()), out.write(b"x")], "sub/b.bin": lambda out: None}
    write(folder, payloads, at=MOMENT, description="Tin tức\nBagging-Date: 1999-01-01")
    return folder


def test_a_bag_is_sound_and_says_who_made_it_when_and_how_much_is_in_it(tmp_path: Path) -> None:
    folder = bag(tmp_path / "bag")
    assert dict(check_package(folder).counts) == {}
    info = (folder / "bag-info.txt").read_text("utf-8").splitlines()
    assert info[0].startswith("Bag-Software-Agent: danvan ")
    assert info[1:] == [
        "Bagging-Date: 2026-03-05",
        "External-Description: Tin tức Bagging-Date: 1999-01-01",
        "Payload-Oxum: 13.2",
    ]


def test_both_manifests_are_those_of_the_usual_tools(tmp_path: Path) -> None:
    folder = bag(tmp_path / "bag")
    for name in ("sha256", "sha512"):
        digests = {
            path: hashlib.new(name, (folder / path).read_bytes()).hexdigest()
            for path in ("data/sub/b.bin", "data/tin.txt")
        }
        told = "".join(f"{digest}  {path}\n" for path, digest in digests.items())
        assert (folder / f"manifest-{name}.txt").read_text("utf-8") == told
        assert "bagit.txt" in (folder / f"tagmanifest-{name}.txt").read_text("utf-8")
