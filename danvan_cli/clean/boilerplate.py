"""Lines that are the page's furniture and not the article's text: removed with a reason, never by resemblance."""

import re
from collections.abc import Iterable

from danvan_cli.clean.draft import Draft, Line
from danvan_cli.clean.text import folded
from danvan_cli.model import BlockKind

_ENDS = frozenset(
    folded(line)
    for line in (
        "Phản hồi", "Các tin khác", "Các tin khác:", "Bình luận", "Gửi bình luận", "Ý kiến bạn đọc", "Ý kiến", "Bình luận của bạn",
        "Cùng chuyên mục", "Tin cùng chuyên mục", "Có thể bạn quan tâm", "Tin mới nhất", "Tin mới", "Tin nổi bật", "Đọc nhiều",
        "Xem nhiều", "Các tin đã đưa", "Các tin mới hơn", "Các tin cũ hơn", "Tin cũ hơn", "Tin mới hơn", "Bài đọc tiếp",
        "Xin vui lòng gõ tiếng Việt có dấu", "Các tin bài khác", "Tin khác", "Tin tức khác", "Viết bình luận", "Gửi phản hồi",
        "Phản hồi bài viết", "Bình luận bài viết này", "Comments", "Leave a comment", "Leave a reply",
    )
)  # fmt: skip
"""Lines after which nothing of the article follows; exact, since a paragraph may begin ``Phản hồi nội dung này, …``."""
_RELATED = frozenset(
    folded(line)
    for line in (
        "Tin liên quan", "Bài liên quan", "Tin, bài liên quan", "Tin bài liên quan", "Xem thêm", "Đọc thêm", "Bài viết liên quan",
        "Tin cùng chủ đề", "Cùng chủ đề", "Chủ đề liên quan", "Mời bạn đọc", "Related", "Related articles", "Related stories",
        "Read more", "See also", "More on this story", "Đọc tiếp", "TIN MỚI", "Related news", "Related content", "Related coverage",
        "Related posts", "You may also like", "You might also like", "Don't miss", "Recommended", "Top stories", "Most popular",
        "Most read", "Popular now", "Trending", "Trending now", "Also see", "More stories", "More", "Top headlines",
    )
)  # fmt: skip
"""Headings of boxes that may stand anywhere: they take the link lines that follow with them."""
_FURNITURE = frozenset(
    folded(line)
    for line in (
        "In bài viết", "Lưu bài viết", "Từ khóa", "Từ khóa:", "Tags", "Tags:", "Chia sẻ", "Chia sẻ:", "Chia sẻ bài viết",
        "Chia sẻ Facebook", "Chia sẻ qua Twitter", "Chia sẻ qua Email", "Copy link", "Copy link thành công", "Link bài gốc",
        "Quảng cáo", "Advertisement", "Sponsored", "Được tài trợ", "Chủ đề", "leftcenterrightdel", "Lấy link!", "Video mới",
        "Close", "Video", "Close video", "Advert", "Ad", "Caption", "Back to gallery", "Text size", "Click to tweet", "Copied", "Share this",
        "Share this article", "Permalink", "Loading", "Play video", "Continue reading", "Story continues below", "Article continues below",
        "Scroll to continue", "Dữ liệu đang được cập nhật", "Theo dõi trên", "Ban biên tập", "Nghe bài viết", "Gửi email", "Zalo", "Facebook", "Twitter",
    )
)  # fmt: skip
_FURNITURE_FORM = re.compile(
    r"^(?:Theo dõi (?:(?:(?-i:[A-ZĐ])[^.!?]{1,40}?|chúng tôi|kênh [^.!?]{1,40}?) )?trên(?: (?:Google(?: News)?|Facebook|Zalo|YouTube|TikTok|"
    r"Telegram|Twitter|X|Instagram|fanpage|mạng xã hội))?[ :.]*|Từ (?:khóa|khoá) ?: ?.{0,200}|Tags?\s*[:\n].{0,300}|"
    r"(?:Filed under|Posted in|Topics|Categor(?:y|ies))\s*:.{0,200}|(?:©|\(c\)|Copyright\b).{0,200}|(?:(?:Image|Photo|Slide|Ảnh)\s+)?\d{1,3}\s*(?:of|/)\s*\d{1,3}|"
    r"(?:Estimated )?read(?:ing)? time.{0,30}|\d+ min(?:ute)?s? read|\d[\d.,]* lượt xem|"
    r"Chia sẻ (?:bài viết |bài |tin )?(?:(?:này|qua|lên|trên|với) )*(?:Facebook|Twitter|X|Zalo|E-?mail|LinkedIn|Messenger|Telegram|"
    r"mạng xã hội|bạn bè)[ :.]*|Chia sẻ bài viết[ :]*|Số người thích[ :]*[\d.,]*|Phát triển bởi ?:.{0,60}|"
    r"Ghi rõ nguồn(?! (?:gốc|vốn|thu|lực|nước|tiền|kinh|hàng|điện|tin)).{0,80}|"
    r"Cấm sao chép.{0,80}|Bản quyền thuộc (?:về )?(?-i:[A-ZĐ]).{0,80}|.{0,80}\{\{.{0,200}\}\}.{0,80}|Lượt xem ?: ?\d.{0,10})$",
    re.IGNORECASE | re.DOTALL,
)
_LINKED_FORM = re.compile(r"^Trở lại .{2,40}$", re.IGNORECASE)
"""Furniture where it is a link; as plain text it may be a sentence."""
_LOGIN = re.compile(
    r"(?:^|[.!?…]\s)(?:(?:xin )?vui lòng|hãy|bạn cần|bạn phải|quý khách)\s+đăng nhập(?: (?:hoặc|hay|và) đăng ký)?"
    r"(?: tài khoản)?\s*(?:$|[.!]|để\s+(?:đọc|xem|tiếp|bình luận|gửi))|"
    r"(?:đăng nhập|đăng ký)[^.]{0,40}\sđể (?:đọc|xem|tiếp tục (?:đọc|xem))\b|"
    r"dành (?:riêng )?cho (?:bạn đọc|độc giả|thuê bao|hội viên|thành viên)\b[^.]{0,30}(?:đăng nhập|đã đăng ký|trả phí)",
    re.IGNORECASE,
)
"""Asks to log in to read on; ``vui lòng đăng ký tại Trạm Y tế`` asks for something else."""
_MOST_LOGIN = 250
_POINTER = re.compile(
    r"^(?:>{1,3}|»|•|\*)?\s*(?:(?:Xem thêm|Đọc thêm|Mời (?:bạn|quý vị) (?:đọc|xem)[^:]{0,20}|Read more|Related|See also|Bài liên quan|Tin liên quan)\s*:\s*\S|>{2,}\s*\S)",
    re.I,
)
_MORE_STORIES = re.compile(
    r"^(?:More|Popular|Elsewhere|Next|Latest)\s(?:[^.!?]{0,30}\s)?(?:stories|news|from|on|posts|articles|videos)\b[^.!?]{0,30}[.:…]*$",
    re.I,
)
"""The English headings of such boxes, with the paper's own name in them."""
_APPEAL = re.compile(
    r"^(?:(?:And |Please )?(?:Follow|Like|Find|Join)\b.{0,120}\b(?:Twitter|Facebook|Instagram|YouTube|Telegram|WhatsApp|Zalo|LinkedIn)\b"
    r"|(?:Sign up|Subscribe|Get|Register|Click here|Want more)\b.{0,160}\b(?:newsletters?|inbox|e-?mail|app|YouTube|subscribe|alerts)\b"
    r"|(?:Subscribe|Sign up)\b.{0,80}$|Click here (?:to|for)\b.{0,80}$|(?:Write|Reach|Contact|Email|E-mail|Send)\b.{0,120}\S@\S+"
    r"|.{0,40}\bmay be reached at\b|Have a tip\?|Like this story\?|(?:Additional |With )?reporting by\b"
    r"|.{0,200}\bcontributed (?:to|reporting)\b(?: to)?(?: this| reporting| from| .{0,40}$)|SOURCE\b\s*:?\s*[A-Z].{0,60}$)",
    re.I | re.S,
)
"""What newsrooms print under a story: where to follow, subscribe or write to them, and who else worked on it."""
_MOST_APPEAL = 320
_CLOSING = 6
"""Lines at the end among which an appeal is looked for; higher up a sentence may begin like one."""
_STOP = re.compile(r"[.!?…\"”]\s*$")
_LONGEST_LABEL = 60
"""Letters of the longest of the lines above, and some to spare."""
_LEAST_COPY = 60
"""Letters: shorter lines are repeated on purpose, such as a refrain or ``Đúng vậy.``"""
_MOST_OF_TEXT = 0.4
"""A box that holds more of the text than this is no side matter, whatever its class is called."""


def drop_slots(draft: Draft) -> Draft:
    """Without the boxes that the profile drops, that a browser hides, or whose class says ads, sharing, other stories."""
    total = sum(len(line.text) for _, line in draft.kept() if "caption" not in line.hints) or 1
    removed: dict[int, str] = {}
    for hint, reason in (
        ("dropped", "profile"),
        ("hidden", "hidden"),
        ("related", "related"),
        ("furniture", "boilerplate"),
    ):
        held = [(at, line) for at, line in draft.kept() if hint in line.hints and "keep" not in line.hints]
        if hint == "dropped" or sum(len(line.text) for _, line in held) <= total * _MOST_OF_TEXT:
            removed |= {at: reason for at, _ in held if at not in removed}
    return draft.remove(removed)


def drop_related(draft: Draft) -> Draft:
    """Without pointers to other stories: headed lists, lines that are a link, ``>> …`` and ``Xem thêm: …``."""
    removed: dict[int, str] = {}
    kept = list(draft.kept())
    for place, (at, line) in enumerate(kept):
        if at in removed or "keep" in line.hints:
            continue
        if _is_one_of(line, _RELATED) or (len(line.text) < 80 and _MORE_STORIES.match(line.text)):
            removed[at] = "related"
            removed |= dict.fromkeys(_headlines_after(kept[place + 1 :]), "related")
        elif (_POINTER.match(line.text) and len(line.text) < 250) or _is_link_line(line):
            removed[at] = "related"
    return draft.remove(removed) if len(removed) < len(kept) else draft


def _headlines_after(lines: Iterable[tuple[int, Line]]) -> Iterable[int]:
    """The lines right after a box's heading that are links, or short and without a full stop in a list."""
    for at, line in lines:
        listed = line.kind is BlockKind.LIST_ITEM and len(line.text) < 200 and not _STOP.search(line.text)
        if line.link_share < 0.8 and not listed:
            return
        yield at


def _is_link_line(line: Line) -> bool:
    """Whether a whole line is one link and reads like a headline."""
    return (
        line.link_share >= 0.95
        and 20 <= len(line.text) <= 220
        and not _STOP.search(line.text)
        and line.kind is not BlockKind.TABLE_ROW
    )


def cut_boilerplate(draft: Draft) -> Draft:
    """Without furniture lines, and without everything from a line on after which no article goes on."""
    removed: dict[int, str] = {}
    kept = list(draft.kept())
    ends = next((place for place, (_, line) in enumerate(kept) if place and _is_one_of(line, _ENDS)), None)
    if ends is not None and _nothing_follows(kept, ends):
        removed |= {at: "boilerplate" for at, line in kept[ends:] if "keep" not in line.hints}
    removed |= {at: "boilerplate" for at, line in kept[1:][-_CLOSING:] if _is_appeal(line)}
    for at, line in kept:
        if at in removed or "keep" in line.hints:
            continue
        if _is_furniture(line):
            removed[at] = "boilerplate"
        elif len(line.text) <= _MOST_LOGIN and not line.text.isascii() and _LOGIN.search(line.text):
            removed[at] = "login-wall"
    return draft.remove(removed)


def _is_one_of(line: Line, lines: frozenset[str]) -> bool:
    return len(line.text) <= _LONGEST_LABEL and line.key in lines


def _is_furniture(line: Line) -> bool:
    if _is_one_of(line, _FURNITURE) or _is_one_of(line, _ENDS) or _FURNITURE_FORM.match(line.text):
        return True
    return line.link_share >= 0.8 and bool(_LINKED_FORM.match(line.text))


def _is_appeal(line: Line) -> bool:
    return "keep" not in line.hints and len(line.text) <= _MOST_APPEAL and bool(_APPEAL.match(line.text))


def _nothing_follows(kept: list[tuple[int, Line]], ends: int) -> bool:
    """Whether what follows an end line is shorter than the article before it."""
    before = sum(len(line.text) for _, line in kept[:ends])
    after = sum(len(line.text) for _, line in kept[ends + 1 :] if line.link_share < 0.5)
    return after <= before


def drop_duplicates(draft: Draft) -> Draft:
    """Without long paragraphs that stand twice: a page prints its lead again, or its text for small screens.

    What stands three times is repeated on purpose (a question put to everyone, a recipe for every day), and so are
    short sentences, list items and table rows.
    """
    by_length: dict[int, list[tuple[int, Line]]] = {}
    for at, line in draft.kept():
        if "keep" in line.hints or line.kind in (BlockKind.TABLE_ROW, BlockKind.LIST_ITEM):
            continue
        if len(line.text) >= _LEAST_COPY:
            by_length.setdefault(len(line.text.split()), []).append((at, line))
    removed: dict[int, str] = {}
    for alike in by_length.values():
        removed |= {copies[1]: "duplicate" for copies in _copies(alike) if len(copies) == 2}
    return draft.remove(removed)


def _copies(lines: list[tuple[int, Line]]) -> Iterable[list[int]]:
    """The places of lines that say the same, for each thing that is said."""
    if len(lines) < 2:
        return ()
    places: dict[str, list[int]] = {}
    for at, line in lines:
        places.setdefault(line.key, []).append(at)
    return places.values()
