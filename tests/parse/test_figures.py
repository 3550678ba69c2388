import pytest

from danvan_cli.parse.figures import read_figure

BASE = "https://baosonha.example/xa-hoi/a1.html"


@pytest.mark.parametrize(
    ("attributes", "url"),
    [
        ({"src": "/a.jpg"}, "https://baosonha.example/a.jpg"),
        ({"src": "a.jpg"}, "https://baosonha.example/xa-hoi/a.jpg"),
        ({"src": "//cdn.example/a.jpg"}, "https://cdn.example/a.jpg"),
        ({"src": "https://cdn.example/a.jpg?w=1"}, "https://cdn.example/a.jpg?w=1"),
        ({"src": "/blank.gif", "data-src": "/a.jpg"}, "https://baosonha.example/a.jpg"),
        ({"src": "data:image/gif;base64,R0lGOD", "data-original": "/a.jpg"}, "https://baosonha.example/a.jpg"),
        ({"srcset": "/a.jpg 1x, /b.jpg 2x"}, "https://baosonha.example/a.jpg"),
        ({"srcset": " ,\n/a.jpg"}, "https://baosonha.example/a.jpg"),
        ({"srcset": "/a.jpg?w=1,h=2 600w"}, "https://baosonha.example/a.jpg?w=1,h=2"),
        ({"data-srcset": ",", "src": "/a.jpg"}, "https://baosonha.example/a.jpg"),
        ({"src": " /a b.jpg "}, "https://baosonha.example/a b.jpg"),
    ],
)
def test_the_address_of_the_file_is_found_behind_lazy_loaders(attributes: dict[str, str], url: str) -> None:
    figure = read_figure(attributes, BASE)
    assert figure is not None
    assert figure.image_url == url


def test_without_the_pages_url_an_address_stays_as_it_is() -> None:
    figure = read_figure({"src": "/a.jpg"}, None)
    assert figure is not None
    assert figure.image_url == "/a.jpg"


@pytest.mark.parametrize("base", ["http://[::1", "", "x", "javascript:"])
def test_a_page_url_that_is_none_does_no_harm(base: str) -> None:
    read_figure({"src": "http://[", "alt": "Cầu"}, base)
    read_figure({"src": "/a.jpg"}, base)


@pytest.mark.parametrize(
    "attributes",
    [
        {},
        {"src": ""},
        {"src": "data:image/gif;base64,R0"},
        {"src": "/img/spacer.gif"},
        {"src": "/a.jpg", "class": "icon-zoom"},
        {"src": "/a.jpg", "class": "author-avatar"},
        {"src": "/a.jpg", "width": "1", "height": "1"},
        {"src": "/a.jpg", "width": "16px"},
        {"src": "/a.jpg", "id": "logo"},
        {"srcset": ","},
    ],
)
def test_icons_counters_and_placeholders_are_no_figures(attributes: dict[str, str]) -> None:
    assert read_figure(attributes, BASE) is None


@pytest.mark.parametrize("size", ["600", "600px", "100%", "auto", "", "0", "99999999999999999999"])
def test_a_photo_of_any_other_size_is_one(size: str) -> None:
    assert read_figure({"src": "/a.jpg", "width": size}, BASE) is not None


def test_hidden_texts_are_kept_in_one_line_and_empty_ones_are_none() -> None:
    figure = read_figure({"src": "/a.jpg", "alt": " Cầu\n Đồng  Mận ", "title": " ", "class": "dthumb iCenter"}, BASE)
    assert figure is not None
    assert (figure.alt, figure.title, figure.selector) == ("Cầu Đồng Mận", None, "img.dthumb")
