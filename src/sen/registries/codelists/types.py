"""How the files of the shipped code lists are read."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ListSource:
    """One shipped file: its list key and name, and which columns hold code, name and parent.

    Without a code column the items are numbered.  The other columns are kept with each item.
    """

    file: str
    key: str
    name: str
    source: str
    code: str = "ma"
    label: str = "ten"
    parent: str = ""
    only: tuple[str, str] = ("", "")


_GSO = "Danh mục của Tổng cục Thống kê"
_ND30 = "Nghị định 30/2020/NĐ-CP"

SOURCES = (
    ListSource("dan_toc.csv", "dan-toc", "Dân tộc", _GSO),
    ListSource("quoc_gia_iso3166.csv", "quoc-gia", "Quốc gia, vùng lãnh thổ", "ISO 3166-1", code="alpha2", label="ten_vi"),
    ListSource("vsic_2007.csv", "nganh-kinh-te", "Ngành kinh tế (VSIC 2007)", "VSIC 2007", code="code", label="name", parent="parent"),
    ListSource("ton_giao.csv", "ton-giao", "Tôn giáo", "Ban Tôn giáo Chính phủ", code=""),
    ListSource("gioi_tinh.csv", "gioi-tinh", "Giới tính", _GSO),
    ListSource("tinh_trang_hon_nhan.csv", "tinh-trang-hon-nhan", "Tình trạng hôn nhân", _GSO, code="ma_de_xuat"),
    ListSource("trinh_do_hoc_van.csv", "trinh-do-hoc-van", "Trình độ học vấn", "Luật Giáo dục 2019", code="ma_de_xuat"),
    ListSource("nhom_nghe_nghiep_vsco2020.csv", "nghe-nghiep", "Nhóm nghề nghiệp", "Quyết định 34/2020/QĐ-TTg"),
    ListSource(
        "loai_hinh_doanh_nghiep.csv",
        "loai-hinh-doanh-nghiep",
        "Loại hình doanh nghiệp",
        "Luật Doanh nghiệp 59/2020/QH14",
        code="ma_de_xuat",
    ),
    ListSource("loai_van_ban_hanh_chinh.csv", "loai-van-ban-hanh-chinh", "Loại văn bản hành chính", _ND30, code="stt"),
    ListSource(
        "loai_van_ban_qppl.csv", "loai-van-ban-qppl", "Loại văn bản quy phạm pháp luật", "Luật Ban hành văn bản quy phạm pháp luật", code=""
    ),
    ListSource("do_khan_mat.csv", "do-khan", "Độ khẩn", _ND30, code="", only=("loai", "khẩn")),
    ListSource("do_khan_mat.csv", "do-mat", "Độ mật", "Luật Bảo vệ bí mật nhà nước 2018", code="", only=("loai", "mật")),
    ListSource("muc_do_dvc.csv", "muc-do-dvc", "Mức độ dịch vụ công trực tuyến", "43/2011/NĐ-CP; 42/2022/NĐ-CP"),
    ListSource("hinh_thuc_nop.csv", "hinh-thuc-nop", "Hình thức nộp hồ sơ", "61/2018/NĐ-CP"),
    ListSource(
        "tinh_trang_hieu_luc.csv", "tinh-trang-hieu-luc", "Tình trạng hiệu lực văn bản", "CSDL quốc gia về pháp luật", code="ma_de_xuat"
    ),
)
