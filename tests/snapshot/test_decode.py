import codecs
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from danvan_cli.snapshot.decode import decode_page, decode_text
from tests.support import legacy as old
from tests.support.encodings import windows_1258

TEXT = "Sáng 5/3, tỉnh Sơn Hà khánh thành cầu Đồng Mận: “Ước mơ” của bà con hai xã đã thành sự thật."
LETTERS = "aăâeêioôơuưyđAĂÂĐ sáàảãạốồổỗộứừửữựýỳỷỹỵ,.“”"


@pytest.mark.parametrize(
    "declared",
    [None, "text/html", "text/html; charset=utf-8", "text/html; charset=iso-8859-1", 'text/html; charset="x-user"'],
)
def test_valid_utf_8_is_utf_8_whatever_the_server_says(declared: str | None) -> None:
    decoded = decode_page(TEXT.encode(), declared)
    assert (decoded.text, decoded.encoding, decoded.why, decoded.replaced) == (TEXT, "utf-8", "valid-utf-8", 0)


@pytest.mark.parametrize(
    ("body", "encoding"),
    [
        (codecs.BOM_UTF8 + TEXT.encode(), "utf-8"),
        (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), "utf-16"),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "utf-16"),
        (codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"), "utf-32"),
        (codecs.BOM_UTF32_BE + TEXT.encode("utf-32-be"), "utf-32"),
    ],
)
def test_a_byte_order_mark_decides_and_is_no_part_of_the_text(body: bytes, encoding: str) -> None:
    decoded = decode_page(body, "text/html; charset=windows-1258")
    assert (decoded.text, decoded.encoding, decoded.why) == (TEXT, encoding, "bom")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_told_by_its_zeros(encoding: str) -> None:
    decoded = decode_page(f"<html><body>{TEXT}".encode(encoding))
    assert (decoded.text, decoded.encoding, decoded.why) == (f"<html><body>{TEXT}", encoding, "utf-16-zeros")


@pytest.mark.parametrize(
    ("before", "declared", "why"),
    [
        ("", "text/html; charset=windows-1258", "header"),
        ("", "text/html; Charset='cp1258'", "header"),
        ('<meta charset="windows-1258">', None, "meta"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=windows-1258">', "text/html", "meta"),
        ('<?xml version="1.0" encoding="windows-1258"?>', None, "meta"),
        ("", "text/html; charset=iso-8859-1", "header"),
        ('<meta charset="iso-8859-1">', None, "meta"),
        ("", "text/html; charset=utf-8", "fallback"),
        ("", None, "fallback"),
        ('<meta charset="utf-16">', None, "fallback"),
    ],
)
def test_windows_1258_is_found_by_what_is_declared_and_without(before: str, declared: str | None, why: str) -> None:
    decoded = decode_page(windows_1258(before + TEXT), declared)
    assert decoded.text == before + TEXT
    assert (decoded.encoding, decoded.why, decoded.replaced) == ("windows-1258", why, 0)


def test_windows_1258_is_composed() -> None:
    assert unicodedata.is_normalized("NFC", decode_page(windows_1258(TEXT)).text)


def test_the_header_is_believed_before_the_page() -> None:
    body = b'<meta charset="koi8-r">' + windows_1258(TEXT)
    assert decode_page(body, "text/html; charset=windows-1258").why == "header"


def test_a_declaration_far_down_the_page_is_none() -> None:
    body = b" " * 5000 + b'<meta charset="koi8-r">' + windows_1258(TEXT)
    assert decode_page(body).encoding == "windows-1258"


def test_a_few_broken_bytes_do_not_make_utf_8_something_else() -> None:
    body = TEXT.encode() * 20 + b"\xe3 " + TEXT.encode()
    for declared in (None, "text/html; charset=windows-1258", "text/html; charset=iso-8859-1"):
        decoded = decode_page(body, declared)
        assert (decoded.encoding, decoded.replaced) == ("utf-8", 1)


def test_a_page_of_much_markup_and_little_text_is_judged_by_its_text() -> None:
    body = b"<div class=x></div>" * 1000 + windows_1258(TEXT)
    assert decode_page(body).text.endswith(TEXT)


def test_a_page_cut_off_within_a_letter_keeps_the_rest() -> None:
    decoded = decode_page(TEXT.encode() + "ậ".encode()[:-1])
    assert (decoded.text, decoded.replaced) == (TEXT + "\ufffd", 1)


@pytest.mark.parametrize(
    "name",
    [
        "base64",
        "rot13",
        "utf-7",
        "idna",
        "punycode",
        "unicode_escape",
        "raw-unicode-escape",
        "undefined",
        "nonsense",
        "",
        "\x00",
    ],
)
def test_a_declared_codec_that_gives_no_page_is_passed_over(name: str) -> None:
    for body in (b"<p>\xe3\\u0041", f"<meta charset={name}>".encode() + b"\xe3\\u0041"):
        decoded = decode_page(body, f"text/html; charset={name}")
        assert decoded.text.endswith("ă\\u0041")


@pytest.mark.parametrize("body", [b"", b"\xff\xfe", b"\xef\xbb\xbf", b"\x00" * 64, bytes(range(256)) * 4])
def test_bytes_that_are_no_page_are_decoded_too(body: bytes) -> None:
    assert isinstance(decode_page(body).text, str)


@given(st.binary(max_size=120), st.none() | st.text(max_size=30).map("text/html; charset={}".format))
@settings(max_examples=150, deadline=None)
def test_no_bytes_and_no_header_raise(body: bytes, declared: str | None) -> None:
    decoded = decode_page(body, declared)
    assert decoded.replaced == decoded.text.count("\ufffd") or decoded.why == "valid-utf-8"


@given(st.text(st.sampled_from(LETTERS), min_size=8, max_size=80))
@settings(max_examples=80, deadline=None)
def test_vietnamese_in_windows_1258_comes_back_whole(text: str) -> None:
    text = "<html> " + text  # a page begins with its markup
    assert decode_page(windows_1258(text), "text/html; charset=windows-1258").text == text


@given(st.text(max_size=80))
@settings(max_examples=80, deadline=None)
def test_text_in_utf_8_comes_back_whole(text: str) -> None:
    assert decode_page(("<html>" + text).encode()).text == "<html>" + text


LOWER = f"{TEXT[0]}{TEXT[1:].lower()}"
"""As TCVN3 can have it, which has no capitals with a tone."""
WORDS = st.lists(
    st.sampled_from([*TEXT.split(), "The", "old", "bridge", "5 µg/m³", "Мост", "新橋", "Nestlé", "º", "ø", "ð"])
)


@pytest.mark.parametrize(
    "declared",
    [
        None,
        "text/html; charset=iso-8859-1",
        "text/html; charset=windows-1252",
        "text/html; charset=x-user-defined",
        "text/html; charset=utf-8",
        "text/html; charset=windows-1258",
    ],
)
def test_old_encodings_are_found_by_their_syllables_whatever_is_declared(declared: str | None) -> None:
    for name, body in (
        ("tcvn3", old.tcvn3(LOWER)),
        ("vni", old.vni(TEXT)),
        ("viscii", old.viscii(TEXT.replace("“", '"').replace("”", '"'))),
    ):
        decoded = decode_page(b"<p>" + body, declared)
        expected = {"tcvn3": LOWER, "vni": TEXT}.get(name, TEXT.replace("“", '"').replace("”", '"'))
        assert (decoded.text, decoded.encoding, decoded.label) == (f"<p>{expected}", name, f"{name} (syllables)")


def test_a_font_is_evidence_enough_for_a_few_words() -> None:
    decoded = decode_page(b'<font face=".VnTime">' + old.tcvn3("Khánh thành cầu ở xã ấy"))
    assert (decoded.text, decoded.label) == ('<font face=".VnTime">Khánh thành cầu ở xã ấy', "tcvn3 (fonts)")


@pytest.mark.parametrize(
    ("name", "body", "label"),
    [
        ("VISCII", b"V\xa0 H\xe3", "viscii (header)"),
        ("x-viet-tcvn5712", b"V\x94 h\xb7", "tcvn5712-1 (header)"),
        ("TCVN-5712", b"V\x94 ha\xb2", "tcvn5712-1 (header)"),
        ("x-viet-vni", "VOÕ haõ".encode("latin-1"), "vni (header)"),
    ],
)
def test_an_old_encoding_that_is_declared_is_believed(name: str, body: bytes, label: str) -> None:
    decoded = decode_page(body, f"text/html; charset={name}")
    assert decoded.text.casefold() == "võ hã"
    assert decoded.label == label


def test_a_page_knows_its_old_encoding_better_than_the_server() -> None:
    decoded = decode_page(b'<meta charset="VISCII">V\xa0 H\xe3', "text/html; charset=iso-8859-1")
    assert (decoded.text, decoded.label) == ('<meta charset="VISCII">VÕ Hã', "viscii (meta)")


def test_utf_8_that_was_encoded_twice_is_undone_and_recorded() -> None:
    decoded = decode_page(old.as_western(TEXT.encode()).encode())
    assert (decoded.text, decoded.label, decoded.doubt) == (TEXT, "utf-8 (mojibake-undone)", None)


def test_text_that_was_read_as_latin_1_is_read_again() -> None:
    assert decode_text(TEXT.encode().decode("latin-1")).text == TEXT
    assert decode_text(old.tcvn3(LOWER).decode("cp1252")).text == LOWER
    assert decode_text(TEXT).label == "unicode (given)"


def test_a_western_page_is_western() -> None:
    text = "<p>Può darsi che a Malmö, là-bas, não há ninguém: señor Muñoz è già qui, ìntegro e così Þór."
    decoded = decode_page(text.encode("cp1252"), "text/html; charset=iso-8859-1")
    assert (decoded.text, decoded.label) == (text, "windows-1252 (header)")


def test_damage_that_cannot_be_undone_is_a_doubt_and_is_recorded() -> None:
    damaged = old.as_western(TEXT.encode()).replace("\x81", "?").replace("»", "")
    decoded = decode_page(damaged.encode())
    assert decoded.text == damaged
    assert decoded.doubt is not None
    assert decoded.label == f"utf-8 ({decoded.doubt})"


def test_a_label_says_what_was_used_and_why() -> None:
    assert decode_page(TEXT.encode()).label == "utf-8"
    assert decode_page(codecs.BOM_UTF8 + TEXT.encode()).label == "utf-8 (bom)"
    assert decode_page(b'<meta charset="windows-1258">' + windows_1258(TEXT)).label == "windows-1258 (meta)"


@given(WORDS, st.sampled_from(["<p>", "<font face='.VnTime'>", "<p style='font-family: VNI-Times'>"]))
@settings(max_examples=80, deadline=None)
def test_right_text_comes_back_as_it_is(words: list[str], tag: str) -> None:
    text = tag + " ".join(words)
    assert decode_text(text).text == text
    assert decode_page(text.encode()).text == text
