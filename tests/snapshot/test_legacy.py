import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from danvan_cli.snapshot.legacy import (
    LEGACIES,
    MOJIBAKE,
    TCVN3,
    VISCII,
    VNI,
    WESTERN,
    WINDOWS_1258,
    Legacy,
    tcvn5712,
    viscii,
)
from tests.support import legacy as old
from tests.support.encodings import windows_1258
from tests.support.legacy import LETTERS, SMALL, TCVN3_BYTES, VISCII_BYTES, VNI_PAIRS, as_western

SIGNS = "Quỹ “Vì người nghèo” thị xã Nam Hoành – nơi hẻo lánh – rộng 12 km², nắng ấm 30°C, giá 5.000 đồng ở chợ"
STANDARDS = [("TCVN5712-1", tcvn5712), ("VISCII", viscii)]


def test_there_are_134_letters_that_ascii_lacks() -> None:
    assert len(set(LETTERS)) == 134
    assert unicodedata.is_normalized("NFC", LETTERS)


@pytest.mark.parametrize("letter", sorted(TCVN3_BYTES))
def test_tcvn3_has_each_small_letter_and_seven_capitals(letter: str) -> None:
    assert TCVN3.read(as_western(old.tcvn3(letter))) == letter


@pytest.mark.parametrize("letter", LETTERS)
def test_vni_has_each_letter_in_one_byte_or_two(letter: str) -> None:
    assert VNI.read(VNI_PAIRS[letter]) == letter


@pytest.mark.parametrize("letter", sorted(set(LETTERS) - {"Õ"}))
def test_viscii_has_each_letter(letter: str) -> None:
    assert VISCII.read(as_western(old.viscii(letter))) == letter


def test_a_no_break_space_is_a_capital_of_viscii_only_where_viscii_was_declared() -> None:
    assert VISCII_BYTES["Õ"] == 0xA0
    assert VISCII.read("12\xa0kg") == "12\xa0kg"
    assert viscii(b"V\xa0") == "VÕ"


@pytest.mark.parametrize("letter", LETTERS)
def test_windows_1258_and_doubled_utf_8_have_each_letter(letter: str) -> None:
    assert WINDOWS_1258.read(as_western(windows_1258(letter))) == letter
    assert MOJIBAKE.read(as_western(letter.encode())) == letter
    assert MOJIBAKE.read(letter.encode().decode("latin-1")) == letter


@pytest.mark.parametrize(("name", "read"), STANDARDS)
def test_both_standards_have_each_letter_exactly_once(name: str, read: Callable[[bytes], str]) -> None:
    found = [read(bytes([byte])) for byte in range(0x100)]
    assert sorted(letter for letter in found if letter in LETTERS) == sorted(LETTERS)


@pytest.mark.parametrize(("name", "read"), STANDARDS)
def test_each_byte_of_the_standards_is_what_the_c_library_reads(name: str, read: Callable[[bytes], str]) -> None:
    body = b"".join(b"-" + bytes([byte]) + b"-" for byte in range(0x100))
    known = old.iconv(name, "utf-8", body)
    if known is None:
        pytest.skip(f"iconv does not read {name} here")
    assert read(body) == unicodedata.normalize("NFC", known.decode())


@pytest.mark.parametrize("letter", LETTERS)
def test_each_letter_is_read_as_the_c_library_writes_it(letter: str) -> None:
    in_tcvn, in_viscii = (old.iconv("utf-8", name, letter.encode()) for name, _ in STANDARDS)
    if in_tcvn is None or in_viscii is None:
        pytest.skip("iconv does not write TCVN5712-1 and VISCII here")
    assert (tcvn5712(in_tcvn), viscii(in_viscii)) == (letter, letter)
    assert in_viscii == bytes([VISCII_BYTES[letter]])
    assert letter not in TCVN3_BYTES or in_tcvn == bytes([TCVN3_BYTES[letter]])


def test_tcvn3_leaves_the_signs_where_windows_has_them() -> None:
    assert TCVN3.read(as_western(old.tcvn3(SIGNS))) == SIGNS


def test_a_tone_mark_of_the_standard_joins_its_vowel() -> None:
    assert tcvn5712(b"toa\xb3n, \xa9\xb0u") == "toán, ầu"


def test_vni_joins_a_small_mark_to_a_capital_letter() -> None:
    assert VNI.read("Aáp Trung, AÁp Haï") == "Ấp Trung, Ấp Hạ"


def test_vni_leaves_a_mark_without_its_vowel() -> None:
    assert VNI.read("ù, gø, bá") == "ù, gø, bá"


@pytest.mark.parametrize("legacy", LEGACIES, ids=[legacy.name for legacy in LEGACIES])
def test_ascii_is_ascii_in_every_encoding(legacy: Legacy) -> None:
    text = "".join(map(chr, range(0x20, 0x7F)))
    assert legacy.read(text) == text


def test_the_western_code_page_has_256_different_characters() -> None:
    assert len(set(WESTERN)) == 256
    assert (WESTERN[0x93], WESTERN[0x81]) == ("“", "\x81")


@given(st.text(st.sampled_from(SMALL + "bcdghklmnpqrstvx ,."), max_size=60))
@settings(max_examples=60, deadline=None)
def test_what_was_written_in_an_old_encoding_is_read_whole(text: str) -> None:
    assert TCVN3.read(as_western(old.tcvn3(text))) == text
    assert VISCII.read(as_western(old.viscii(text))) == text
    assert WINDOWS_1258.read(as_western(windows_1258(text))) == text
    assert MOJIBAKE.read(as_western(text.encode())) == text


@given(st.lists(st.sampled_from(["nghiêng", "khoẻ", "thúy", "ừ", "ỵ", "đường", "Ấp", "QUỶ", "giữ", "uỷ", "hoà"])))
@settings(max_examples=60, deadline=None)
def test_words_in_vni_are_read_whole(words: list[str]) -> None:
    text = " ".join(words)
    assert VNI.read(as_western(old.vni(text))) == text


@given(st.text(st.sampled_from("Ãáđ°º»¿ạ€“a \xa0\x81"), max_size=30))
@settings(max_examples=200, deadline=None)
def test_doubled_utf_8_is_undone_exactly_or_not_at_all(text: str) -> None:
    again = MOJIBAKE.read(text)
    assert again == text or as_western(again.encode()) == text
