"""Invented examples for the gallery; nothing here is a real person, dossier or figure."""

import datetime as dt
from typing import Any

from django import forms
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _

from sen.kernel.actor import Actor, ActorKind
from sen.kernel.clock import at_local
from sen.kernel.text import fold
from sen.ui.fields import IdentityNumberField, NameField, PhoneField, PlaceBox, PlaceField, VietnameseDateField
from sen.ui.format import due_view
from sen.ui.forms import SenForm
from sen.ui.navigation import QuickSearch, Shell
from sen.ui.paging import ListPage
from sen.ui.types import Fact, FileView, MenuItem, MenuSection, Option, Step, Tab, TagView, TimelineItem

_NOW = at_local(dt.date(2026, 11, 23), dt.time(9, 42))
_PLACES = (
    ("p1", "Phường Cao Lãnh, tỉnh Đồng Tháp"),
    ("p2", "Phường Mỹ Tho, tỉnh Đồng Tháp"),
    ("p3", "Phường Sa Đéc, tỉnh Đồng Tháp"),
    ("p4", "Xã Mỹ Thọ, tỉnh Đồng Tháp"),
    ("p5", "Xã Tháp Mười, tỉnh Đồng Tháp"),
)


def find_places(text: str) -> list[tuple[str, str]]:
    """Sample places whose name holds the words, with or without accents."""
    words = fold(text)
    return [(key, label) for key, label in _PLACES if words and words in fold(label)]


def _label_of(key: str) -> str:
    return dict(_PLACES).get(key, "")


class SampleForm(SenForm):
    """One of every kind of field."""

    name = NameField(label=_("Họ, chữ đệm, tên"))
    number = IdentityNumberField(label=_("Số định danh cá nhân"), help_text=_("12 chữ số, in trên thẻ căn cước"))
    phone = PhoneField(label=_("Điện thoại"), required=False, help_text=_("Để nhắn khi có kết quả"))
    born_on = VietnameseDateField(label=_("Trẻ sinh ngày nào?"), past=True, noun="sinh", help_text=_("Ví dụ: 14 11 2026"))
    place = PlaceField(
        label=_("Nơi cư trú"),
        search=find_places,
        label_of=_label_of,
        widget=PlaceBox(reverse_lazy("ui:gallery-places")),
        help_text=_("Gõ tên xã, phường, có dấu hay không dấu đều được"),
    )
    delivery = forms.ChoiceField(label=_("Nhận kết quả ở đâu?"), widget=forms.RadioSelect)
    copies = forms.IntegerField(label=_("Số bản sao"), min_value=1, max_value=20, required=False, widget=forms.TextInput)
    field_of_work = forms.ChoiceField(label=_("Lĩnh vực"), choices=[("", _("Chọn lĩnh vực")), ("ho-tich", _("Hộ tịch"))])
    opinion = forms.CharField(label=_("Ý kiến"), widget=forms.Textarea(attrs={"rows": 3}), required=False, max_length=500)
    scan = forms.FileField(label=_("Bản chụp Giấy chứng sinh"), required=False, help_text=_("Nhận JPG, PNG, PDF; không quá 20 MB."))
    agreed = forms.BooleanField(label=_("Tôi cam đoan những điều khai trên là đúng"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Give the choices their explanations in the reader's language."""
        super().__init__(*args, **kwargs)
        post = Option(_("Qua bưu chính"), hint=_("Về địa chỉ của bạn, cước theo bảng giá"))
        desk = Option(_("Tại quầy"), hint=_("Mang theo giấy tiếp nhận"))
        self.fields["delivery"].choices = [("post", post), ("desk", desk)]  # type: ignore[attr-defined]


class SampleFilter(SenForm):
    """The bar above a list."""

    words = forms.CharField(label=_("Tìm trong danh sách"), required=False)
    step = forms.ChoiceField(label=_("Bước"), required=False, choices=[("", _("Mọi bước")), ("1", _("Thẩm định"))])


def _at(day: int, hour: int, minute: int = 0) -> dt.datetime:
    return at_local(dt.date(2026, 11, day), dt.time(hour, minute))


def _states() -> list[TagView]:
    return [
        TagView("Mới đăng ký", "", "file-text"),
        TagView("Được tiếp nhận", "act", "inbox"),
        TagView("Đang xử lý", "here", "user-round-check"),
        TagView("Yêu cầu bổ sung giấy tờ", "wait", "circle-pause"),
        TagView("Yêu cầu thực hiện nghĩa vụ tài chính", "wait", "banknote"),
        TagView("Đã xử lý xong", "done", "circle-check"),
        TagView("Đã trả kết quả", "done", "package-check"),
        TagView("Không được tiếp nhận", "late", "circle-x"),
        TagView("Công dân yêu cầu rút hồ sơ", "", "undo-2"),
        TagView("Dừng xử lý", "", "ban"),
    ]


def _colours() -> list[tuple[str, str, str]]:
    """Fill of the sample, its name and what it says."""
    with_words = _("Kèm hình và chữ")
    meanings = (("late", _("Trễ")), ("soon", _("Sắp đến hạn")), ("done", _("Xong")), ("wait", _("Tạm dừng")))
    return [
        ("act", str(_("Nước")), str(_("Việc bấm được"))),
        ("here", str(_("Sen")), str(_("Bạn đang ở đây"))),
        ("deep", str(_("Sâu")), str(_("Nền khung"))),
        ("ink", str(_("Mực")), str(_("Chữ"))),
        ("ink-2", str(_("Mực nhạt")), str(_("Chữ phụ"))),
        *((fill, str(name), str(with_words)) for fill, name in meanings),
    ]


def _rows() -> list[dict[str, Any]]:
    late = due_view(_at(19, 17), _NOW, minutes_left=-642)
    today = due_view(_at(23, 10, 30), _NOW, minutes_left=48)
    later = due_view(_at(26, 10), _NOW, minutes_left=978)
    paused = due_view(_at(25, 9), _NOW, paused_since=_at(19, 8))
    names = ("Nguyễn Văn Phúc", "Lê Hoàng Nam", "Trần Thị Ngọc Hân", "Hợp tác xã Xoài Mỹ Xương")
    works = (
        "Cấp giấy phép xây dựng mới đối với nhà ở riêng lẻ",
        "Đăng ký thành lập hộ kinh doanh",
        "Đăng ký thay đổi nội dung đăng ký hộ kinh doanh",
        "Cấp Giấy chứng nhận cơ sở đủ điều kiện an toàn thực phẩm",
    )
    codes = ("H20.19-261022-0018", "H20.19-261118-0011", "H20.19-261120-0008", "H20.19-261109-0021")
    dues = (late, today, later, paused)
    return [{"due": due, "code": code, "work": work, "who": who} for due, code, work, who in zip(dues, codes, works, names, strict=True)]


def _history() -> list[TimelineItem]:
    receipt = (str(_("Giấy tiếp nhận hồ sơ và hẹn trả kết quả")), "#")
    return [
        TimelineItem("Bạn nộp hồ sơ trực tuyến", "19:32 thứ Tư 18/11 · 3 tệp"),
        TimelineItem("Trung tâm Phục vụ hành chính công tiếp nhận", "09:10 thứ Năm 19/11", links=[receipt]),
        TimelineItem("Thẩm định", "Từ 08:05 thứ Sáu 20/11 · Lê Thị Mỹ Duyên", "current", "user-round-check"),
        TimelineItem("Lãnh đạo ký duyệt", "Theo quy trình: 0,5 ngày", "next", "pen-line"),
    ]


def _files() -> list[FileView]:
    digest = "529ced6a17586897b3d1bd3b103dad696b84636205dc2b6584225f66f23933ce"
    return [
        FileView("giay-chung-sinh-trang-1.jpg", "1,8 MB", digest, "09:43:07 hôm nay", remove_url="#"),
        FileView("giay-chung-sinh-trang-2.jpg", "4,2 MB", state="unscanned", received_at="09:44:12 hôm nay"),
        FileView("IMG_2041.heic", state="refused", detail="Chưa nhận được loại tệp này. Hãy mở ảnh, chọn lưu thành JPG rồi tải lại."),
    ]


class SampleShell(Shell):
    """The officials' shell with an invented officer and menu."""

    def sidebar(self) -> list[MenuSection]:
        """Entries of a specialist."""
        work = [
            MenuItem("Việc của tôi", self.home, "inbox", True, 41),
            MenuItem("Tiếp nhận hồ sơ", self.home, "file-plus"),
            MenuItem("Hồ sơ", self.home, "folder-open"),
            MenuItem("Ký duyệt", self.home, "pen-line", False, 6),
        ]
        lookup = [MenuItem("Kết quả của tỉnh", self.home, "chart-no-axes-column"), MenuItem("Thủ tục", self.home, "book-open")]
        return [MenuSection("work", "Công việc", work), MenuSection("lookup", "Tra cứu", lookup)]

    @property
    def home(self) -> str:
        """Where the sample entries lead."""
        return reverse("ui:gallery")

    def search(self) -> QuickSearch:
        """A search box that leads to the gallery."""
        return QuickSearch("ui:gallery", "Mã hồ sơ, họ tên, số điện thoại")


OFFICER = Actor(
    ActorKind.OFFICER, account_id=1, name="Lê Thị Mỹ Duyên", title="Chuyên viên", division="UBND phường Cao Lãnh, Phòng Kinh tế"
)


def facts(path: str) -> dict[str, Any]:
    """Everything the gallery pages show."""
    rows = _rows()
    form = SampleForm({"number": "0871880045", "born_on_day": "14", "born_on_month": "14", "born_on_year": "26", "place_text": "my tho"})
    form.is_valid()
    return {
        "colours": _colours(),
        "states": _states(),
        "rows": rows,
        "dues": [*(row["due"] for row in rows), due_view(_at(25, 9), _NOW, finished_at=_at(23, 8, 15))],
        "blank": SampleForm(initial={"delivery": "post"}),
        "form": form,
        "filter": SampleFilter(),
        "page": ListPage(rows, 2, 4, True, 41),
        "steps": [
            Step("Tiếp nhận", "0,5 ngày · xong 19/11", "done"),
            Step("Thẩm định", "1,5 ngày · Lê Thị Mỹ Duyên", "current"),
            Step("Ký duyệt", "0,5 ngày"),
            Step("Trả kết quả", "0,5 ngày"),
        ],
        "history": _history(),
        "files": _files(),
        "tabs": [
            Tab("Tất cả", path, True, 41),
            Tab("Trễ hạn", f"{path}?nhom=tre", False, 3, "triangle-alert", "late"),
            Tab("Đến hạn hôm nay", f"{path}?nhom=hom-nay", False, 3),
            Tab("Chờ bổ sung", f"{path}?nhom=bo-sung", False, 6),
        ],
        "pairs": [("Kết quả", "Giấy khai sinh"), ("Thời hạn", "Trong ngày làm việc"), ("Lệ phí", "Miễn khi đăng ký đúng hạn")],
        "answers": [
            Fact("Người yêu cầu", "Nguyễn Thị Bích Trâm", "#", "người yêu cầu"),
            Fact("Quan hệ với trẻ", "Mẹ", "#", "quan hệ với trẻ"),
        ],
        "points": [90.2, 91.5, 92.1, 91.9, 94.3, 95.5, 94.7, 95.9, 96.5, 96.1, 97.1, 97.8],
        "reached": TagView("Đạt", "done", "circle-check"),
        "missed": TagView("Chưa đạt", "soon", "circle-alert"),
        "now": _NOW,
        "icons": "inbox file-text users building-2 calendar map-pin receipt signature stamp scale route gauge".split(),
    }
