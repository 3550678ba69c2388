"""Every mistake in a file is told with the file, the key and what to write instead."""

from collections.abc import Callable
from pathlib import Path

import pytest

from danvan_cli.errors import ProfileError
from danvan_cli.profiles.loader import load_profiles

Write = Callable[..., Path]


def complaints(folder: Path) -> list[str]:
    with pytest.raises(ProfileError) as caught:
        load_profiles(folder)
    return caught.value.message.splitlines()


@pytest.mark.parametrize(
    ("rest", "complaint"),
    [
        ("[article]\ntitel = ['h1']", "unknown key article.titel; did you mean title?"),
        ("[article]\ndrops_more = ['h1']", "unknown key article.drops_more; did you mean drop_more?"),
        ("[artcle]\ntitle = ['h1']", "unknown key artcle; did you mean article?"),
        ("[[seed]]\nurl = 'https://a.example/'\nkind = 'feed'\nsort = 1", "unknown key seed[0].sort; "
         "known keys: kind, month_first, url, verified"),
        ("[article]\ntitle = ['h1', 'h1[']",
         "article.title[1]: bad selector: 'h1[' is not a CSS selector that can be read (given: 'h1[')"),
        ("[article]\nbody = 'script:a b'",
         "article.body[0]: bad selector: 'script:a b': after 'script:' stands a variable's name, such as "
         "script:outputData (given: 'script:a b')"),
        ("[article]\ncaption = ['img@alt']",
         "article.caption[0]: bad selector: this key takes plain CSS only, it names elements of the page "
         "(given: 'img@alt')"),
        ("[article]\ndrop_more = ['meta:description']",
         "article.drop_more[0]: bad selector: this key takes plain CSS only, it names elements of the page "
         "(given: 'meta:description')"),
        ("[urls]\narticle = ['-(a']",
         "urls.article[0]: not a regular expression: missing ), unterminated subpattern at position 1 "
         "(given: '-(a')"),
        ("[clean]\nsteps = ['caption']",
         "clean.steps[0]: Input should be 'captions', 'lead', 'byline', 'boilerplate', 'related' or "
         "'duplicates' (given: 'caption')"),
        ("[pace]\ndelay_s = -1", "pace.delay_s: Input should be greater than or equal to 0 (given: -1)"),
        ("[[seed]]\nurl = 'a.example'\nkind = 'feed'",
         "seed[0].url: not a web address: it starts with https:// or http:// (given: 'a.example')"),
        ("[[seed]]\nurl = 'https://a.example/'",  "seed[0].kind: Field required"),
        ("[[version]]\narticle = {}", "version[0].until: Field required"),
        ("[[version]]\nuntil = 2022-01-01\n[[version]]\nuntil = 2020-01-01",
         "version: the oldest design comes first: until 2020-01-01 stands after until 2022-01-01 "
         "(given: [{'until': datetime.date(2022, 1, 1)}, {'until': datetime.date(2020, 1, 1)}])"),
        ("[[version]]\nuntil = 2022-01-01\n[version.article]\nboddy = ['p']",
         "unknown key version[0].article.boddy; did you mean body?"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_exactly(rest: str, complaint: str, write: Write, folder: Path) -> None:
    path = write(rest=rest)
    assert complaints(folder) == [f"{path}: {complaint}"]


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('["baosonha.example"]', "[]",
         'source.hosts: say which addresses are this paper, such as hosts = ["baocantho.com.vn"] '
         "(given: [])"),
        ('hosts = ["baosonha.example"]', "",
         'source.hosts: say which addresses are this paper, such as hosts = ["baocantho.com.vn"] '
         "(given: ())"),
        ('"baosonha.example"', '"https://baosonha.example/"',
         "source.hosts[0]: not a host: write it in small letters, without https:// and without a path "
         "(given: 'https://baosonha.example/')"),
        ('"baosonha.example"', '"BaoSonHa.example"',
         "source.hosts[0]: not a host: write it in small letters, without https:// and without a path "
         "(given: 'BaoSonHa.example')"),
        ("[source]", '[source]\nprovince = "Thanh Hoá"',
         "source.province: not a province of today; did you mean Thanh Hóa? (given: 'Thanh Hoá')"),
        ("[source]", '[source]\nprovince = "Atlantis"',
         "source.province: not a province of today; the name of one of the 34 provinces since July 2025 "
         "(given: 'Atlantis')"),
        ("[source]", '[source]\nid = "Sơn Hà"',
         "source.id: not an id: small letters a-z, digits and single hyphens, such as baocantho "
         "(given: 'Sơn Hà')"),
        ("[source]", '[source]\nname_ = "x"', "unknown key source.name_; did you mean name?"),
        ('home_url = "https://baosonha.example/"', "", "source.home_url: Field required"),
    ],
)  # fmt: skip
def test_a_mistake_in_the_source_is_told_exactly(old: str, new: str, complaint: str, write: Write, source: str) -> None:
    assert old in source
    path = write(source=source.replace(old, new))
    assert complaints(path.parent) == [f"{path}: {complaint}"]


def test_a_file_without_a_source_is_refused(write: Write, folder: Path) -> None:
    path = write(source="")
    assert complaints(folder) == [f"{path}: source: Field required"]


def test_every_mistake_of_a_file_is_told_at_once(write: Write, folder: Path) -> None:
    write(rest="[article]\ntitel = 'h1'\nbody = 'a['\n[urls]\nother = '('")
    assert len(complaints(folder)) == 3


def test_a_single_string_stands_for_a_list_of_one(write: Write, folder: Path) -> None:
    write(rest="[article]\ntitle = 'h1.a'\ndrop = '.b'\n[urls]\narticle = '-x'")
    profile = load_profiles(folder).get("baosonha")
    assert (profile.article.title, profile.article.drop, profile.urls.article) == (
        ("h1.a",),
        (".b",),
        ("-x",),
    )


@pytest.mark.parametrize(
    "selector",
    ["h1.title", "time.time@datetime", "meta:article:published_time", "jsonld:author.name",
     "script:outputData", 'p[style*="text-align: right"]', "p:has(img) + p"],
)  # fmt: skip
def test_every_form_of_selector_is_taken_where_a_string_is_read(selector: str, write: Write, folder: Path) -> None:
    write(rest=f"[article]\nbody = ['''{selector}''']")
    assert load_profiles(folder).get("baosonha").article.body == (selector,)


def test_an_attribute_selector_that_holds_an_at_sign_is_plain_css(write: Write, folder: Path) -> None:
    write(rest="""[article]\ndrop = ['a[href*="@"]', 'a[href="mailto:x@y"]']""")
    assert len(load_profiles(folder).get("baosonha").article.drop) == 2
