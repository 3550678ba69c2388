import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from danvan_cli.snapshot.rereading import doubt_about, is_legible, is_suspicious, is_unreadable, reread
from tests.support import legacy as old
from tests.support.encodings import windows_1258
from tests.support.legacy import as_western

BODY = (
    "Sáng 5/3, xã Tân Mỹ khánh thành cầu Đồng Mận bắc qua suối Cái, thay chiếc cầu tre đã mục từ mùa lũ năm trước. "
    "Cầu dài 120 m, do người dân hai bờ góp công, góp đất và doanh nghiệp trong tỉnh góp xi măng, được 1,5 tỷ đồng."
)
SHORT = "Cầu mới ở Đồng Mận"


def tcvn3(text: str) -> str:
    return as_western(old.tcvn3(text))


def vni(text: str) -> str:
    return as_western(old.vni(text))


def viscii(text: str) -> str:
    return as_western(old.viscii(text))


def ansi(text: str) -> str:
    return as_western(windows_1258(text))


def twice(text: str) -> str:
    return as_western(text.encode())


Wrong = Callable[[str], str]
WRONGS = [(vni, "vni"), (viscii, "viscii"), (ansi, "windows-1258"), (twice, "utf-8"), (tcvn3, "tcvn3")]
OLD = WRONGS[:3]


def small(text: str) -> str:
    """As TCVN3 can have it: no capital with a tone."""
    return "".join(char if char in "ĂÂÊÔƠƯĐ" or char.isascii() else char.lower() for char in text)


@pytest.mark.parametrize(("wrong", "name"), WRONGS)
def test_a_paragraph_in_any_old_encoding_is_read_right(wrong: Wrong, name: str) -> None:
    body = small(BODY)
    assert is_suspicious(wrong(body))
    found = reread(f"<html><body><p>{wrong(body)}</p></body></html>")
    assert found is not None
    assert (found.text, found.encoding) == (f"<html><body><p>{body}</p></body></html>", name)
    assert found.why == ("mojibake-undone" if name == "utf-8" else "syllables")


@pytest.mark.parametrize(("wrong", "name"), WRONGS)
def test_what_was_read_right_is_read_no_further(wrong: Wrong, name: str) -> None:
    found = reread(wrong(BODY))
    assert found is not None
    assert reread(found.text) is None
    assert doubt_about(found.text) is None


@pytest.mark.parametrize(("wrong", "name"), WRONGS)
def test_references_are_letters(wrong: Wrong, name: str) -> None:
    page = "".join(char if char.isascii() else f"&#{ord(char)};" for char in wrong(small(BODY)))
    assert page.isascii()
    assert is_suspicious(page)
    found = reread(page)
    assert found is not None
    assert (found.text, found.encoding) == (small(BODY), name)


@pytest.mark.parametrize("wrong", [wrong for wrong, name in OLD])
def test_a_few_words_alone_prove_nothing(wrong: Wrong) -> None:
    assert reread(f"<p>{wrong(SHORT)}</p>") is None


@pytest.mark.parametrize(
    ("font", "wrong", "name"),
    [
        ('<font face=".VnTime">', tcvn3, "tcvn3"),
        ("<span style='font-family:\".VnArial\"'>", tcvn3, "tcvn3"),
        ('<font size="2" face="VNI-Times, Arial">', vni, "vni"),
        ('<p style="font-family: VISCII Times">', viscii, "viscii"),
        ("<style>td { font-size: 12px; font-family: VI Arial }</style>", viscii, "viscii"),
    ],
)
def test_a_few_words_and_their_font_do(font: str, wrong: Wrong, name: str) -> None:
    text = small("Khánh thành cầu Đồng Mận ở xã Tân Mỹ")
    found = reread(font + wrong(text))
    assert found is not None
    assert (found.text, found.encoding, found.why) == (font + text, name, "fonts")


def test_utf_8_encoded_three_times_is_undone_twice() -> None:
    found = reread(twice(twice(BODY)))
    assert found is not None
    assert found.text == BODY


def test_doubled_utf_8_of_another_language_is_undone_too() -> None:
    text = "The river’s old bridge is gone — nobody’s fault, said the “café” owner, and it’s true."
    found = reread(twice(text))
    assert found is not None
    assert found.text == text


def test_a_menu_that_is_unicode_stays_beside_a_body_that_is_not() -> None:
    menu = "<a>Trang chủ</a><a>Chính trị</a><a>Xã hội</a><a>Văn hóa</a><a>Và</a><a>Cà phê</a><a>Cổ đã</a>"
    for wrong, name in WRONGS:
        found = reread(f"{menu}<p>{wrong(small(BODY))}</p>")
        assert found is not None
        assert (found.text, found.encoding) == (f"{menu}<p>{small(BODY)}</p>", name)


def test_unicode_letters_in_references_stay_beside_an_old_encoding() -> None:
    menu = "<a>Trang ch&#7911;</a><a>X&atilde; h&#7897;i</a>"
    found = reread(f'{menu}<font face=".VnTime">{tcvn3(small(BODY))}</font>')
    assert found is not None
    assert found.text == f'<a>Trang chủ</a><a>Xã hội</a><font face=".VnTime">{small(BODY)}</font>'


def test_values_that_people_see_are_read_and_others_are_not() -> None:
    text = small("Cầu Đồng Mận ngày khánh thành")
    left = f'<a href="/?q={tcvn3(text)}"><!-- {tcvn3(text)} --><script>x = "{tcvn3(text)}"</script>'
    page = f'<meta content="{{}}"><img src="/a.jpg" alt="{{}}">{left}{{}}'
    wrong = page.format(tcvn3(text), tcvn3(text), tcvn3(small(BODY)))
    found = reread(wrong)
    assert found is not None
    assert found.text == page.format(text, text, small(BODY))


def test_markup_in_references_stays_markup_in_references() -> None:
    found = reread(f"{tcvn3(small(BODY))} &lt;b&gt; &amp;lt; 5&nbsp;km &#60;i&#62;")
    assert found is not None
    assert found.text == f"{small(BODY)} &lt;b&gt; &amp;lt; 5\xa0km &#60;i&#62;"


def test_signs_that_stand_alone_are_signs() -> None:
    found = reread(f"<p>{tcvn3(small(BODY))}</p><p>© 2003 » {tcvn3('Báo Sơn Hà')} · {tcvn3('số mới')}</p>")
    assert found is not None
    assert found.text.endswith("<p>© 2003 » Báo Sơn Hà · số mới</p>")


def test_what_a_font_of_capitals_draws_is_in_capitals() -> None:
    title, lead = "Khánh thành cầu Đồng Mận", "Nối hai bờ suối Cái"
    page = (
        '<table><tr><td><font face=".VnTimeH"><b>{}</b>&amp;</font><font face=".VnTime">{}</font></td></tr></table>'
        "<p style='font-family:.VnArialH'>{}<p>{}"
    )
    wrong = page.format(*(tcvn3(text) for text in (title, lead, title, lead)))
    found = reread(wrong)
    assert found is not None
    assert found.text == page.format(title.upper(), lead, title.upper(), lead)


RIGHT = [
    "Hãng Nestlé, Điện Biên Phủ, Café Müller, São Paulo, Nürnberg, Malmö, Þórshöfn, Ærø, 30°C, 5 µg/m³, Nº 7, 10 €",
    "« Déjà vu » : où êtes-vous allés ? Là-bas, à côté de l’hôtel, près du théâtre, les élèves répètent « Œdipe ».",
    "Não há mais ninguém: a estação já é só memória, três irmãs lá estão à espera do avô, e são 5º e 6ª feiras.",
    "Über die Brücke fährt größtenteils niemand; früher hörte man hier öfter Züge. Schöne Grüße, Ihr Bürgermeister.",
    "Það er ekki öllum gefið að sjá þetta á góðum degi; við förum þangað aftur í ágúst með nýju fólki úr bænum.",
    "Мост открыли утром 5 марта: жители обоих берегов давно этого ждали.",
    "三月五日上午,新橋正式通車。両岸の住民が集まった。",
    "El Niño, señor Muñoz: ¿qué pasó ayer? ¡Nada! Él volvió aquí después, según él mismo contó en la televisión.",
]


@pytest.mark.parametrize("text", RIGHT)
def test_other_languages_and_foreign_names_are_left_alone(text: str) -> None:
    page = f'<p style="font-family: .VnTime, VNI-Times">{text}</p>'
    assert reread(page) is None
    assert doubt_about(text) is None
    assert not is_unreadable(text)
    assert reread(page + BODY) is None


WORDS = [
    *BODY.split(),
    *" ".join(RIGHT).split(),
    "µ",
    "¸",
    "º",
    "ø",
    "ð",
    "ï",
    "ñ",
    "©",
    "á»",
    "Ã",
    "£5",
    "à",
    "&nbsp;",
]


@given(st.lists(st.sampled_from(WORDS), max_size=80), st.booleans())
@settings(max_examples=150, deadline=None)
def test_no_right_text_is_ever_changed(words: list[str], named: bool) -> None:  # noqa: FBT001 - hypothesis draws it
    text = ("<font face='.VnTime'>" if named else "<p>") + " ".join(words)
    assert reread(text) is None


@given(st.text(max_size=200))
@settings(max_examples=150, deadline=None)
def test_any_text_at_all_is_answered(text: str) -> None:
    found = reread(text)
    assert found is None or found.text != text
    assert isinstance(is_unreadable(text), bool)


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_vietnamese_in_either_form_is_right(form: str) -> None:
    text = unicodedata.normalize("NFD" if form == "NFD" else "NFC", BODY)
    assert reread(text) is None
    assert doubt_about(text) is None


def test_an_encoding_nobody_knows_is_unreadable_and_said_to_be() -> None:
    vps = "Sáng 5/3, xã Tân Mÿ khánh thành c¥u ñÒng M§n b¡c qua su¯i Cái, thay chi‰c c¥u tre ñã møc t× mùa lÛ næm tr†§c"
    damaged = twice(BODY).replace("\x81", "?").replace("\x90", "?").replace("º", "")
    for text in (vps, damaged):
        assert reread(text) is None
        assert doubt_about(text) is not None
        assert is_unreadable(text)


def test_a_lost_letter_is_a_doubt_and_a_text_of_them_unreadable() -> None:
    once = BODY.replace("ậ", "\ufffd")
    assert doubt_about(once) == "broken words: 1"
    assert not is_unreadable(once)
    assert is_unreadable("".join(char if char.isascii() else "\ufffd" for char in BODY))


@pytest.mark.parametrize(("wrong", "name"), WRONGS)
def test_text_in_an_old_encoding_that_was_not_read_again_is_unreadable(wrong: Wrong, name: str) -> None:
    assert is_unreadable(wrong(BODY))
    assert not is_legible(wrong(BODY))
    assert not is_unreadable(BODY)
    assert is_legible(BODY)
