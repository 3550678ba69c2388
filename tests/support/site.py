"""Pages for a small site on loopback, and an archive's view from outside."""

from danvan_cli.demo.site import Page

HTML = (("Content-Type", "text/html; charset=utf-8"),)

_PARAGRAPHS = (
    "Sáng 5/3, xã Thượng Lãm khánh thành cây cầu mới bắc qua suối Nậm Mây, nối hai bản với trung tâm xã.",
    "Cây cầu dài 42 mét, rộng 4 mét, do bà con góp công và các nhà hảo tâm góp vật liệu trong nửa năm.",
    "Từ nay, học sinh hai bản đến trường không còn phải lội suối vào mùa mưa lũ, đi chợ cũng tiện hơn.",
)


def page(title: str, *paragraphs: str, head: str = "") -> Page:
    """An article page with a photo, its caption and three paragraphs, or those given."""
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs or _PARAGRAPHS)
    figure = "<figure><img src='/cau.jpg'><figcaption>Cầu Nậm Mây. Ảnh: Lê Hạ</figcaption></figure>"
    markup = (
        f"<!doctype html><html lang=vi><head><title>{title}</title>{head}</head>"
        f"<body><article><h1>{title}</h1>{figure}{body}</article></body></html>"
    )
    return Page(headers=HTML, body=markup.encode())


def answer(status: int = 200, body: bytes = b"", media_type: str = "text/html") -> Page:
    """Any other answer."""
    return Page(status=status, headers=(("Content-Type", media_type),), body=body)
