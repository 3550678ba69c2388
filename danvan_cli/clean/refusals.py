"""Pages that say, with status 200, that what was asked is not there: a soft 404, or an error of the server.

Told by their headings and, where they show hardly any text, by that. Conservative: an article may be about a page
that was not found, and ``Không tìm thấy nạn nhân`` is news.
"""

import re
from collections.abc import Iterable

from danvan_cli.clean.text import folded

SOFT_404, ERROR_PAGE = "soft-404", "error-page"
_MOST_HEADING = 120
_MOST_TEXT = 400
"""Letters of a heading that says so, and of a page's whole text."""
_THING = (
    r"(?:trang(?: web)?|bài(?: viết| báo)?|nội dung|đường dẫn|liên kết|địa chỉ|tin(?: bài| tức)?|dữ liệu|chuyên mục)"
)
_MISSING = (
    r"(?:không (?:còn )?tồn tại|không có sẵn|không còn(?= nữa| trên|$)|không được tìm thấy|không tìm thấy|"
    r"(?:đã|vừa) (?:bị |được )?(?:xóa|xoá|gỡ)(?: bỏ)?)"
)
_NOT_FOUND = re.compile(
    rf"^(?:(?:lỗi|mã lỗi|error|http|oops|opps|rất tiếc|xin lỗi|sorry) )*404(?: |$)"
    rf"|\b(?:lỗi|error|http) 404\b|\b404 (?:not found|error|lỗi|không tìm thấy)"
    rf"|\bkhông (?:thể )?tìm thấy {_THING}\b"
    rf"|\b{_THING}(?: \w+){{0,8}} {_MISSING}(?: |$)"
    r"|\b(?:page|article|story|content|url) (?:\w+ ){0,6}(?:not found|cannot be found|can t be found|"
    r"could not be found|couldn t be found|does not exist|doesn t exist|no longer (?:exists?|available)|is unavailable)"
    r"|^(?:page |file |object |resource )?not found(?: |$)"
)
_ERROR = re.compile(
    r"^(?:lỗi |error |http )*50[0-4](?: (?:internal server error|bad gateway|service|gateway|server|error|lỗi).*)?$"
    r"|\binternal server error\b|\bbad gateway\b|\bgateway time ?out\b|\bservice (?:temporarily )?unavailable\b"
    r"|\bserver error in application\b|^runtime error$|\bdatabase (?:connection )?error\b"
    r"|\berror establishing a database"
    r"|\b(?:fatal|parse) error\b.* on line \d+|\buncaught exception\b"
    r"|\b(?:website|trang web|trang|hệ thống|máy chủ)(?: \w+){0,6} (?:bảo trì|quá tải|nâng cấp)\b"
    r"|\bđã (?:xảy ra|có) lỗi(?: |$)|\blỗi (?:hệ thống|máy chủ|kết nối cơ sở dữ liệu)\b"
    r"|\baccount (?:has been )?suspended\b|\btên miền (?:đã )?hết hạn\b|\bdomain (?:has )?expired\b"
    r"|\bunder (?:maintenance|construction)\b"
)


def refusal_in(headings: Iterable[str], shown: str) -> str | None:
    """``soft-404`` or ``error-page`` where a page says so; None where it says no such thing.

    ``headings`` are its title and headings; ``shown`` is its text where that is no more than a few sentences.

    >>> refusal_in(["Không tìm thấy trang"], ""), refusal_in(["Không tìm thấy nạn nhân vụ chìm đò"], "")
    ('soft-404', None)
    """
    said = [folded(text) for text in headings if len(text) <= _MOST_HEADING]
    if len(shown) <= _MOST_TEXT:
        said.append(folded(shown))
    if any(_NOT_FOUND.search(text) for text in said):
        return SOFT_404
    return ERROR_PAGE if any(_ERROR.search(text) for text in said) else None
