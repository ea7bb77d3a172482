"""Values of the code lists, and how the shipped files are read."""

from dataclasses import dataclass, field

FEED = "danh-muc"


@dataclass(frozen=True, slots=True)
class CodeRow:
    """One code as a file or a program states it; ``extra`` are further columns as text."""

    code: str
    name: str
    parent_code: str = ""
    extra: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """One code whose statement differs."""

    code: str
    before: str
    after: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """What publishing the rows would change."""

    added: tuple[CodeRow, ...]
    changed: tuple[ChangedRow, ...]
    removed: tuple[CodeRow, ...]
    unchanged: int

    @property
    def is_empty(self) -> bool:
        """Whether nothing would change."""
        return not (self.added or self.changed or self.removed)


@dataclass(frozen=True, slots=True)
class MappedCode:
    """What a code is called in another list."""

    code: str
    name: str
    relation: str
    is_main: bool
    basis: str


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
    left_out: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class MappingSource:
    """One shipped mapping: the lists, the file, its columns, and how its words say the relation."""

    file: str
    source: str
    target: str
    basis: str
    source_code: str
    target_code: str
    relation: str = ""
    is_main: str = ""


_GSO = "Danh mục của Tổng cục Thống kê"
_ND30 = "Nghị định 30/2020/NĐ-CP"

SOURCES = (
    ListSource("dan_toc.csv", "dan-toc", "Dân tộc", _GSO),
    ListSource("quoc_gia_iso3166.csv", "quoc-gia", "Quốc gia, vùng lãnh thổ", "ISO 3166-1", code="alpha2", label="ten_vi"),
    ListSource(
        "vsic_2007.csv",
        "nganh-kinh-te",
        "Ngành kinh tế (VSIC 2007)",
        "Quyết định 10/2007/QĐ-TTg",
        code="code",
        label="name",
        parent="parent",
        left_out=("level",),
        note=(
            "Bản kèm theo hệ thống là hệ thống ngành năm 2007. Từ 20/8/2018 Quyết định 27/2018/QĐ-TTg thay thế bản này; "
            "đơn vị quản lý tải danh mục mới lên khi có tệp, các mã cũ vẫn tra được theo ngày."
        ),
    ),
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
        "../admin/dong_thap_commune_mapping.csv",
        "xa-phuong-2021",
        "Xã, phường, thị trấn của Đồng Tháp và Tiền Giang trước 01/7/2025",
        _GSO,
        code="old_code",
        label="old_name",
        parent="old_district_code",
        left_out=("merged_2024_into_code", "new_code", "new_name", "kind", "is_default"),
    ),
    ListSource(
        "../admin/dong_thap_communes_2025.csv",
        "xa-phuong-2025",
        "Xã, phường của Đồng Tháp từ 01/7/2025",
        "Quyết định 19/2025/QĐ-TTg",
        code="code",
        label="full_name",
        left_out=("name", "merged_from_text"),
    ),
    ListSource(
        "tinh_trang_hieu_luc.csv", "tinh-trang-hieu-luc", "Tình trạng hiệu lực văn bản", "CSDL quốc gia về pháp luật", code="ma_de_xuat"
    ),
)
MAPPINGS = (
    MappingSource(
        "../admin/dong_thap_commune_mapping.csv",
        "xa-phuong-2021",
        "xa-phuong-2025",
        "Sắp xếp đơn vị hành chính năm 2025",
        "old_code",
        "new_code",
        relation="kind",
        is_main="is_default",
    ),
)
