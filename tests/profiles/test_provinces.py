import unicodedata

from danvan_cli.profiles.loader import load_profiles
from danvan_cli.profiles.provinces import PROVINCES

# Resolution 202/2025/QH15: six cities under the centre, twenty-eight provinces.
CITIES = {"Hà Nội", "Huế", "Hải Phòng", "Đà Nẵng", "TP. Hồ Chí Minh", "Cần Thơ"}
NORTH = {
    *("Tuyên Quang", "Lào Cai", "Thái Nguyên", "Phú Thọ", "Bắc Ninh", "Hưng Yên", "Ninh Bình", "Cao Bằng"),
    *("Lai Châu", "Điện Biên", "Lạng Sơn", "Sơn La", "Quảng Ninh"),
}
CENTRE = {
    *("Thanh Hóa", "Nghệ An", "Hà Tĩnh", "Quảng Trị", "Quảng Ngãi", "Gia Lai", "Khánh Hòa", "Lâm Đồng"),
    "Đắk Lắk",
}
SOUTH = {"Đồng Nai", "Tây Ninh", "Đồng Tháp", "Vĩnh Long", "Cà Mau", "An Giang"}
MERGED_AWAY = {
    *("Hà Giang", "Yên Bái", "Bắc Kạn", "Vĩnh Phúc", "Hòa Bình", "Bắc Giang", "Thái Bình", "Hải Dương"),
    *("Hà Nam", "Nam Định", "Quảng Bình", "Quảng Nam", "Kon Tum", "Bình Định", "Ninh Thuận", "Đắk Nông"),
    *("Bình Thuận", "Phú Yên", "Bà Rịa - Vũng Tàu", "Bình Dương", "Bình Phước", "Long An", "Sóc Trăng"),
    *("Hậu Giang", "Tiền Giang", "Bến Tre", "Trà Vinh", "Bạc Liêu", "Kiên Giang", "Thừa Thiên Huế"),
}


def test_there_are_the_34_provinces_of_july_2025() -> None:
    assert set(PROVINCES) == CITIES | NORTH | CENTRE | SOUTH
    assert len(PROVINCES) == 34


def test_names_are_composed_so_that_equal_names_are_equal() -> None:
    assert all(unicodedata.is_normalized("NFC", name) for name in PROVINCES)


def test_every_newspaper_has_a_province_of_the_list_or_none() -> None:
    sources = [profile.source for profile in load_profiles().all if profile.source]
    assert {source.province for source in sources} <= {*PROVINCES, None}


def test_every_former_province_existed_before_july_2025() -> None:
    before = {*PROVINCES, *MERGED_AWAY} - {"Huế"}
    assert len(before) == 63
    for profile in load_profiles().all:
        source = profile.source
        assert source
        assert (source.province is None) == (source.province_before is None), profile.id
        assert source.province_before is None or source.province_before in before, profile.id
