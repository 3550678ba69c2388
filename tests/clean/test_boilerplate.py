import pytest

from danvan_cli.model import BlockKind
from tests.support.raw import PARAGRAPHS, cleaned, line, reasons, texts

ONE, TWO, THREE, FOUR = PARAGRAPHS
ENDS = (
    "Phản hồi",
    "Các tin khác",
    "Bình luận",
    "Gửi bình luận",
    "Ý kiến bạn đọc",
    "Ý kiến",
    "Cùng chuyên mục",
    "Tin cùng chuyên mục",
    "Có thể bạn quan tâm",
    "Tin mới nhất",
    "Tin nổi bật",
    "Đọc nhiều",
    "Xem nhiều",
    "Bài đọc tiếp",
    "Bình luận của bạn",
    "Xin vui lòng gõ tiếng Việt có dấu",
)
FURNITURE = (
    "In bài viết",
    "Lưu bài viết",
    "Từ khóa:",
    "Từ khóa",
    "Từ khoá: cầu Đồng Mận, suối Cái",
    "Tags: cầu, suối",
    "Chủ đề",
    "Chia sẻ bài viết",
    "Chia sẻ Facebook",
    "Chia sẻ qua Twitter",
    "Chia sẻ qua Email",
    "Chia sẻ bài viết lên Facebook",
    "Chia sẻ:",
    "Theo dõi trên",
    "Theo dõi Báo Sơn Hà trên",
    "Theo dõi Báo Sơn Hà trên Google News",
    "Theo dõi chúng tôi trên Zalo:",
    "Quảng cáo",
    "Sponsored",
    "Dữ liệu đang được cập nhật",
    "Ghi rõ nguồn “Báo Sơn Hà” khi phát hành lại thông tin từ trang này.",
    "Bản quyền thuộc về Báo Sơn Hà",
    "Phát triển bởi: soft.example",
    "leftcenterrightdel",
    "1.234 lượt xem",
    "Lượt xem: 90",
    "Số người thích: 12",
    "Video mới",
    "Ban biên tập",
    "{{item.title}} {{item.date}}",
)
RELATED = ("Tin liên quan", "Bài liên quan", "Xem thêm", "Đọc thêm", "TIN LIÊN QUAN:", "Tin mới")
LOOKALIKES = (
    "Phản hồi nội dung này, Bộ Tài chính cho biết đang lấy ý kiến các địa phương.",
    "Phản hồi của người dân rất khác nhau.",
    "Ảnh hưởng của bão số 3, ba xã ven sông mất điện hai ngày liền.",
    "Theo dõi bản tin trên loa truyền thanh, bà con kịp đưa lúa về nhà.",
    "Theo dõi trên sông Hồng, mực nước lên rất nhanh",
    "Theo dõi báo cáo trên địa bàn tỉnh",
    "Bình luận về chính sách mới, nhiều cử tri đề nghị kéo dài thời gian hỗ trợ.",
    "Bình luận viên thể thao của đài tỉnh năm nay đã ngoài bảy mươi.",
    "Chia sẻ khó khăn với người dùng nước, công ty cam kết không tăng giá.",
    "Chia sẻ qua điện thoại, ông nói: “Ổn cả.”",
    "Chia sẻ lên mạng xã hội là vi phạm.",
    "Chia sẻ bài viết cũ, ông kể lại mùa lũ.",
    "Tin vui: từ tháng 4, học sinh được miễn tiền xe buýt.",
    "Tin mới nhất từ chốt trực cho hay nước đang rút.",
    "Từ khóa của năm nay là chuyển đổi số.",
    "Trở lại mái trường xưa",
    "Trở lại sau chấn thương, anh ghi hai bàn.",
    "Ý kiến của cử tri được gửi tới phiên họp.",
    "Xem thêm phim tài liệu, các em hiểu hơn về quê mình.",
    "Đọc thêm sách là cách anh giết thời gian ngoài đảo.",
    "Ghi rõ nguồn gốc xuất xứ trên bao bì.",
    "Bản quyền thuộc người sáng tác nên phải xin phép.",
    "Số người thích đọc sách tăng gấp đôi.",
    "Người dân có nhu cầu vui lòng đăng ký tại Trạm Y tế xã trước ngày 10/3.",
    "Chương trình dành cho hội viên phụ nữ đăng ký trước ngày 8/3.",
    "Vui lòng đăng nhập vào Cổng dịch vụ công khi nộp hồ sơ.",
    "Quảng cáo sai sự thật bị phạt tới 70 triệu đồng.",
    "Đúng vậy.",
)


@pytest.mark.parametrize("sentence", LOOKALIKES)
@pytest.mark.parametrize("place", ["first", "middle", "last"])
def test_a_paragraph_that_merely_resembles_furniture_stays(sentence: str, place: str) -> None:
    paragraphs = {"first": [sentence, ONE, TWO], "middle": [ONE, sentence, TWO], "last": [ONE, TWO, sentence]}[place]
    assert texts(cleaned(*paragraphs)) == paragraphs


@pytest.mark.parametrize("end", ENDS)
def test_after_such_a_line_nothing_of_the_article_follows(end: str) -> None:
    article = cleaned(ONE, TWO, end, "Khai mạc hội chợ xuân", "Lê An: Cầu đẹp quá!")
    assert texts(article) == [ONE, TWO]
    assert reasons(article)[end] == "boilerplate"
    assert reasons(article)["Lê An: Cầu đẹp quá!"] == "boilerplate"


@pytest.mark.parametrize("end", ["PHẢN HỒI", " Phản hồi: ", "Các tin khác…"])
def test_case_and_marks_at_its_end_do_not_matter(end: str) -> None:
    assert texts(cleaned(ONE, TWO, end, "Khai mạc hội chợ xuân")) == [ONE, TWO]


def test_such_a_line_before_most_of_the_text_cuts_nothing_but_itself() -> None:
    assert texts(cleaned(ONE, "Bình luận", TWO, THREE, FOUR)) == [ONE, TWO, THREE, FOUR]
    assert texts(cleaned("Bình luận", ONE, TWO)) == [ONE, TWO]


@pytest.mark.parametrize("furniture", FURNITURE)
@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_line_of_furniture_goes_wherever_it_stands(furniture: str, place: int) -> None:
    lines = [ONE, TWO]
    lines.insert(place, furniture)
    article = cleaned(*lines)
    assert texts(article) == [ONE, TWO]
    assert list(reasons(article).values()) == ["boilerplate"]


@pytest.mark.parametrize("heading", RELATED)
def test_a_box_of_other_stories_goes_with_its_headlines(heading: str) -> None:
    linked = "Khai mạc hội chợ xuân ở thị trấn"
    article = cleaned(
        ONE, heading, line(linked, link_chars=len(linked)), line("Giá lúa tăng", kind=BlockKind.LIST_ITEM), TWO
    )
    assert texts(article) == [ONE, TWO]
    assert set(reasons(article).values()) == {"related"}


@pytest.mark.parametrize(
    "pointer",
    [
        ">> Khai mạc hội chợ xuân",
        ">>> Giá lúa tăng",
        "Xem thêm: Giá lúa tăng",
        "Đọc thêm: Hội chợ",
        "• Xem thêm: Hội chợ",
    ],
)
def test_a_pointer_to_another_story_goes(pointer: str) -> None:
    article = cleaned(ONE, pointer, TWO)
    assert texts(article) == [ONE, TWO]
    assert reasons(article) == {pointer: "related"}


def test_a_line_that_is_one_link_and_a_headline_goes_but_a_linked_sentence_stays() -> None:
    headline, sentence = "Khai mạc hội chợ xuân ở thị trấn", "Bà con đọc toàn văn quy định tại đây."
    article = cleaned(ONE, line(headline, link_chars=len(headline)), line(sentence, link_chars=len(sentence)), TWO)
    assert texts(article) == [ONE, sentence, TWO]


def test_the_way_back_to_the_section_goes_where_it_is_a_link() -> None:
    back = "Trở lại Thời sự"
    assert texts(cleaned(ONE, TWO, line(back, link_chars=len(back)))) == [ONE, TWO]
    assert texts(cleaned(ONE, back, TWO)) == [ONE, back, TWO]


@pytest.mark.parametrize(
    "wall",
    [
        "Vui lòng đăng nhập để đọc tiếp.",
        "Nội dung này dành cho bạn đọc đã đăng nhập. Vui lòng đăng nhập hoặc đăng ký tài khoản.",
        "Bạn cần đăng nhập để xem toàn bộ nội dung.",
        "Vui lòng đăng nhập",
    ],
)
def test_a_request_to_log_in_is_no_text(wall: str) -> None:
    article = cleaned(ONE, TWO, wall)
    assert texts(article) == [ONE, TWO]
    assert reasons(article) == {wall: "login-wall"}


@pytest.mark.parametrize(
    ("hint", "reason"),
    [("dropped", "profile"), ("hidden", "hidden"), ("related", "related"), ("furniture", "boilerplate")],
)
def test_a_box_the_markup_names_goes_with_that_reason(hint: str, reason: str) -> None:
    article = cleaned(ONE, line("Giá lúa tăng mạnh ở ba huyện", hint), TWO)
    assert texts(article) == [ONE, TWO]
    assert list(reasons(article).values()) == [reason]


@pytest.mark.parametrize("hint", ["related", "furniture", "hidden"])
def test_a_box_that_holds_the_article_is_no_side_matter_whatever_its_class(hint: str) -> None:
    article = cleaned(*(line(text, hint) for text in PARAGRAPHS))
    assert texts(article) == list(PARAGRAPHS)


def test_what_the_profile_drops_goes_however_much_it_is() -> None:
    assert texts(cleaned(line(ONE, "dropped"), line(TWO, "dropped"), THREE)) == [THREE]


@pytest.mark.parametrize("hint", ["dropped", "related", "furniture", "hidden"])
def test_what_the_profile_keeps_stays(hint: str) -> None:
    kept = [line("Phản hồi", hint, "keep"), line("In bài viết", hint, "keep"), line(">> Đi cùng", "keep")]
    article = cleaned(ONE, TWO, *kept)
    assert texts(article) == [ONE, TWO, *(block.text for block in kept)]


def test_a_long_paragraph_printed_twice_is_printed_once() -> None:
    article = cleaned(ONE, TWO, ONE.upper(), THREE)
    assert texts(article) == [ONE, TWO, THREE]
    assert reasons(article) == {ONE.upper(): "duplicate"}


def test_short_sentences_repeat_on_purpose() -> None:
    lines = ["Đúng vậy.", ONE, "Đúng vậy.", TWO, "Đúng vậy.", THREE]
    assert texts(cleaned(*lines)) == lines


def test_rows_of_a_table_repeat_on_purpose() -> None:
    row = line("Xã Tân Mỹ | Đạt chuẩn nông thôn mới nâng cao | Đạt chuẩn nông thôn mới", kind=BlockKind.TABLE_ROW)
    assert texts(cleaned(ONE, row, row, TWO)) == [ONE, row.text, row.text, TWO]


def test_removal_keeps_everything_and_its_order() -> None:
    lines = ["In bài viết", ONE, "Tin liên quan", TWO, ">> Hội chợ", ONE, "Phản hồi", "Hay quá"]
    article = cleaned(*lines)
    assert [block.text for block in article.all_blocks] == lines
    assert all(block.removed for block in article.removed)
