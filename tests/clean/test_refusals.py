import pytest

from danvan_cli.clean.refusals import ERROR_PAGE, SOFT_404, refusal_in


@pytest.mark.parametrize(
    "heading",
    [
        "404",
        "404 Not Found",
        "Lỗi 404",
        "Error 404 - Báo Sơn Hà",
        "Không tìm thấy trang",
        "Rất tiếc, không tìm thấy bài viết bạn yêu cầu",
        "Trang bạn yêu cầu không tồn tại",
        "Bài viết này đã bị gỡ bỏ",
        "Bài báo không còn tồn tại hoặc đã bị xoá.",
        "Nội dung không tồn tại!",
        "Page not found",
        "The page you are looking for does not exist",
        "This article is no longer available",
    ],
)
def test_a_page_for_missing_ones_is_told_by_its_heading(heading: str) -> None:
    assert refusal_in(["Báo Sơn Hà", heading], "") == SOFT_404


@pytest.mark.parametrize(
    "heading",
    [
        "500 Internal Server Error",
        "502 Bad Gateway",
        "Service Unavailable",
        "Server Error in '/' Application.",
        "Fatal error: Call to a member function get() in /web/index.php on line 12",
        "Hệ thống đang bảo trì",
        "Website tạm ngưng để nâng cấp",
        "Đã xảy ra lỗi, vui lòng thử lại",
        "Account Suspended",
        "Error establishing a database connection",
    ],
)
def test_an_error_of_the_site_is_told_by_its_heading(heading: str) -> None:
    assert refusal_in([heading], "") == ERROR_PAGE


@pytest.mark.parametrize(
    "heading",
    [
        "Không tìm thấy nạn nhân vụ chìm đò",
        "Quốc lộ 404B thông xe",
        "Tân Mỹ trồng 404 ha chè",
        "Trang trại gà đồi của ông Sự không còn lo đầu ra",
        "Bài học từ vụ cháy rừng",
        "Đường dây lừa đảo 500 tỷ đồng",
        "Máy chủ mới của tỉnh",
        "Lỗi nhỏ, hậu quả lớn",
        "Sửa lỗi chính tả cho học sinh",
    ],
)
def test_news_with_such_words_is_no_refusal(heading: str) -> None:
    assert refusal_in([heading], "") is None


def test_a_short_text_tells_and_a_long_one_does_not() -> None:
    said = "Xin lỗi, nội dung bạn tìm không còn tồn tại."
    assert refusal_in([], said) == SOFT_404
    assert refusal_in([], f"{said} " + "Xã mở lớp học bơi. " * 40) is None
