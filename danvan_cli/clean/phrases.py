"""The words newsrooms print around a story, in Vietnamese and in English: furniture, other stories, appeals.

Whole lines, folded, or forms of whole lines: a paragraph that merely begins like one of these stays.
"""

import re

from danvan_cli.clean.text import folded

ENDS = frozenset(
    folded(line)
    for line in (
        "Phản hồi", "Các tin khác", "Các tin khác:", "Bình luận", "Gửi bình luận", "Ý kiến bạn đọc", "Ý kiến",
        "Bình luận của bạn", "Cùng chuyên mục", "Tin cùng chuyên mục", "Có thể bạn quan tâm", "Tin mới nhất",
        "Tin mới", "Tin nổi bật", "Đọc nhiều", "Xem nhiều", "Các tin đã đưa", "Các tin mới hơn",
        "Các tin cũ hơn", "Tin cũ hơn", "Tin mới hơn", "Bài đọc tiếp", "Xin vui lòng gõ tiếng Việt có dấu",
        "Các tin bài khác", "Tin khác", "Tin tức khác", "Viết bình luận", "Gửi phản hồi", "Phản hồi bài viết",
        "Bình luận bài viết này", "Comments", "Leave a comment", "Leave a reply",
    )
)  # fmt: skip
"""Lines after which nothing of the article follows; exact, since a paragraph may begin ``Phản hồi nội dung này, …``."""
RELATED = frozenset(
    folded(line)
    for line in (
        "Tin liên quan", "Bài liên quan", "Tin, bài liên quan", "Tin bài liên quan", "Xem thêm", "Đọc thêm",
        "Bài viết liên quan", "Tin cùng chủ đề", "Cùng chủ đề", "Chủ đề liên quan", "Mời bạn đọc", "Related",
        "Related articles", "Related stories", "Read more", "See also", "More on this story", "Đọc tiếp",
        "Tin mới", "Related news", "Related content", "Related coverage", "Related posts", "You may also like",
        "You might also like", "Don't miss", "Recommended", "Top stories", "Most popular", "Most read",
        "Popular now", "Trending", "Trending now", "Also see", "More stories", "More", "Top headlines",
    )
)  # fmt: skip
"""Headings of boxes that may stand anywhere: they take the link lines that follow with them."""
FURNITURE = frozenset(
    folded(line)
    for line in (
        "In bài viết", "Lưu bài viết", "Từ khóa", "Từ khóa:", "Tags", "Tags:", "Chia sẻ", "Chia sẻ:",
        "Chia sẻ bài viết", "Chia sẻ Facebook", "Chia sẻ qua Twitter", "Chia sẻ qua Email", "Copy link",
        "Copy link thành công", "Link bài gốc", "Quảng cáo", "Advertisement", "Sponsored", "Được tài trợ",
        "Chủ đề", "leftcenterrightdel", "Lấy link!", "Video mới", "Close", "Video", "Close video", "Advert",
        "Ad", "Caption", "Back to gallery", "Text size", "Click to tweet", "Copied", "Share this",
        "Share this article", "Permalink", "Loading", "Play video", "Continue reading", "Story continues below",
        "Article continues below", "Scroll to continue", "Dữ liệu đang được cập nhật", "Theo dõi trên",
        "Ban biên tập", "Nghe bài viết", "Gửi email", "Zalo", "Facebook", "Twitter",
    )
)  # fmt: skip
FURNITURE_FORM = re.compile(
    r"^(?:Theo dõi (?:(?:(?-i:[A-ZĐ])[^.!?]{1,40}?|chúng tôi|kênh [^.!?]{1,40}?) )?trên(?: (?:Google(?: "
    r"News)?|Facebook|Zalo|YouTube|TikTok|"
    r"Telegram|Twitter|X|Instagram|fanpage|mạng xã hội))?[ :.]*|Từ (?:khóa|khoá) ?: ?.{0,200}|Tags?\s*[:\n].{0,300}|"
    r"(?:Filed under|Posted in|Topics|Categor(?:y|ies))\s*:.{0,200}|(?:©|\(c\)|Copyright\b).{0,200}|"
    r"(?:(?:Image|Photo|Slide|Ảnh)\s+)?\d{1,3}\s*(?:of|/)\s*\d{1,3}|"
    r"(?:Estimated )?read(?:ing)? time.{0,30}|\d+ min(?:ute)?s? read|\d[\d.,]* lượt xem|"
    r"Chia sẻ (?:bài viết |bài |tin )?(?:(?:này|qua|lên|trên|với) )*(?:Facebook|Twitter|X|Zalo|E-?mail|"
    r"LinkedIn|Messenger|Telegram|"
    r"mạng xã hội|bạn bè)[ :.]*|Chia sẻ bài viết[ :]*|Số người thích[ :]*[\d.,]*|Phát triển bởi ?:.{0,60}|"
    r"Ghi rõ nguồn(?! (?:gốc|vốn|thu|lực|nước|tiền|kinh|hàng|điện|tin)).{0,80}|"
    r"Cấm sao chép.{0,80}|Bản quyền thuộc (?:về )?(?-i:[A-ZĐ]).{0,80}|Lượt xem ?: ?\d.{0,10})$",
    re.IGNORECASE | re.DOTALL,
)
TEMPLATE_FORM = re.compile(r"^.{0,80}\{\{.{0,200}\}\}.{0,80}$", re.DOTALL)
"""A template for the browser that was never filled in."""
LINKED_FORM = re.compile(r"^Trở lại .{2,40}$", re.IGNORECASE)
"""Furniture where it is a link; as plain text it may be a sentence."""
LOGIN = re.compile(
    r"(?:^|[.!?…]\s)(?:(?:xin )?vui lòng|hãy|bạn cần|bạn phải|quý khách)\s+đăng nhập(?: (?:hoặc|hay|và) đăng ký)?"
    r"(?: tài khoản)?\s*(?:$|[.!]|để\s+(?:đọc|xem|tiếp|bình luận|gửi))|"
    r"(?:đăng nhập|đăng ký)[^.]{0,40}\sđể (?:đọc|xem|tiếp tục (?:đọc|xem))\b|"
    r"dành (?:riêng )?cho (?:bạn đọc|độc giả|thuê bao|hội viên|thành viên)\b[^.]{0,30}(?:đăng nhập|đã "
    r"đăng ký|trả phí)",
    re.IGNORECASE,
)
"""Asks to log in to read on; ``vui lòng đăng ký tại Trạm Y tế`` asks for something else."""
POINTER = re.compile(
    r"^(?:>{1,3}|»|•|\*)?\s*(?:(?:Xem thêm|Đọc thêm|Mời (?:bạn|quý vị) (?:đọc|xem)[^:]{0,20}|Read more|"
    r"Related|See also|Bài liên quan|Tin liên quan)\s*:\s*\S|>{2,}\s*\S)",
    re.IGNORECASE,
)
MORE_STORIES = re.compile(
    r"^(?:More|Popular|Elsewhere|Next|Latest)\s(?:[^.!?]{0,30}\s)?(?:stories|news|from|on|posts|articles|"
    r"videos)\b[^.!?]{0,30}[.:…]*$",
    re.IGNORECASE,
)
"""The English headings of such boxes, with the paper's own name in them."""
APPEAL = re.compile(
    r"^(?:(?:And |Please )?(?:Follow|Like|Find|Join)\b.{0,120}\b(?:Twitter|Facebook|Instagram|YouTube|"
    r"Telegram|WhatsApp|Zalo|LinkedIn)\b"
    r"|(?:Sign up|Subscribe|Get|Register|Click here|Want more)\b.{0,160}\b(?:newsletters?|inbox|e-?mail|"
    r"app|YouTube|subscribe|alerts)\b"
    r"|(?:Subscribe|Sign up)\b.{0,80}$|Click here (?:to|for)\b.{0,80}$|(?:Write|Reach|Contact|Email|"
    r"E-mail|Send)\b.{0,120}\S@\S+"
    r"|.{0,40}\bmay be reached at\b|Have a tip\?|Like this story\?|(?:Additional |With )?reporting by\b"
    r"|.{0,200}\bcontributed (?:to|reporting)\b(?: to)?(?: this| reporting| from| .{0,40}$)|"
    r"SOURCE\b\s*:?\s*[A-Z].{0,60}$)",
    re.IGNORECASE | re.DOTALL,
)
"""What newsrooms print under a story: where to follow, subscribe or write to them, and who else worked on it."""
