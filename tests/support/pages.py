"""Pages of ours under a magnifying glass: nothing in them may run, load or lead elsewhere than to the web."""

from lxml import html

_FORBIDDEN = {"script", "iframe", "object", "embed", "img", "video", "audio", "base", "svg", "math"}


def check_harmless(page: str, *, scripts: tuple[str, ...] = ()) -> html.HtmlElement:
    """The page as a tree. ``scripts`` are the only ones it may load."""
    tree = html.document_fromstring(page.encode(), parser=html.HTMLParser(encoding="utf-8"))
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        if element.tag == "script":
            assert element.get("src") in scripts, html.tostring(element)
            assert not element.text
            continue
        assert element.tag not in _FORBIDDEN, html.tostring(element)
        for name, value in element.attrib.items():
            assert not name.startswith("on"), (name, value)
            assert name not in ("style", "srcdoc", "srcset"), (name, value)
            if name in ("href", "src", "action"):
                scheme, colon, _ = value.partition(":")
                assert not colon or scheme in ("http", "https"), value
    return tree
