"""The directory of agencies: ministries, provinces, their departments, communes and units, all invented below the first level."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

_MINISTRIES = (
    ("G01", "Bộ Công an"), ("G02", "Bộ Công Thương"), ("G03", "Bộ Giáo dục và Đào tạo"), ("G06", "Bộ Khoa học và Công nghệ"),
    ("G07", "Bộ Ngoại giao"), ("G09", "Bộ Nội vụ"), ("G10", "Bộ Nông nghiệp và Môi trường"), ("G12", "Bộ Tài chính"), ("G15", "Bộ Tư pháp"),
    ("G16", "Bộ Văn hóa, Thể thao và Du lịch"), ("G17", "Bộ Xây dựng"), ("G18", "Bộ Y tế"), ("G22", "Văn phòng Chính phủ"),
    ("A01", "Văn phòng Trung ương"), ("A02", "Văn phòng Quốc hội"), ("A03", "Văn phòng Chủ tịch nước"),
)  # fmt: skip
_PROVINCES = (
    "An Giang", "Bắc Giang", "Bắc Kạn", "Bạc Liêu", "Bắc Ninh", "Bà Rịa - Vũng Tàu", "Bến Tre", "Bình Định", "Bình Dương", "Bình Phước",
    "Bình Thuận", "Cà Mau", "Cần Thơ", "Cao Bằng", "Đắk Lắk", "Đắk Nông", "Đà Nẵng", "Điện Biên", "Đồng Nai", "Đồng Tháp", "Gia Lai",
    "Hà Giang", "Hà Nam", "Hà Nội", "Hà Tĩnh", "Hải Dương", "Hải Phòng", "Hậu Giang", "Thành phố Hồ Chí Minh", "Hòa Bình", "Hưng Yên",
    "Khánh Hòa", "Kiên Giang", "Kon Tum", "Lai Châu", "Lâm Đồng", "Lạng Sơn", "Lào Cai", "Long An", "Nam Định", "Nghệ An", "Ninh Bình",
    "Ninh Thuận", "Phú Thọ", "Phú Yên", "Quảng Bình", "Quảng Nam", "Quảng Ngãi", "Quảng Ninh", "Quảng Trị", "Sóc Trăng", "Sơn La",
    "Tây Ninh", "Thái Bình", "Thái Nguyên", "Thanh Hóa", "Thừa Thiên Huế", "Tiền Giang", "Trà Vinh", "Tuyên Quang", "Vĩnh Long",
    "Vĩnh Phúc", "Yên Bái",
)  # fmt: skip
_DEPARTMENTS = (
    "Văn phòng Ủy ban nhân dân",
    "Sở Nội vụ",
    "Sở Tư pháp",
    "Sở Tài chính",
    "Sở Xây dựng",
    "Sở Y tế",
    "Sở Công Thương",
    "Thanh tra",
)
_UNITS = ("Trường Tiểu học mẫu", "Trường Trung học cơ sở mẫu", "Trạm Y tế mẫu", "Phòng Kinh tế mẫu", "Phòng Văn hóa - Xã hội mẫu")
_FIRST_DAY = dt.date(2025, 7, 1)
LOCKED = "H61.99"
"""An agency that is in the directory but locked."""


class Directory:
    """All agencies by code; the same number always gives the same agencies."""

    def __init__(self, wanted: int, system: str) -> None:
        """So many agencies, without those of the caller's own system."""
        self.by_code: dict[str, dict[str, Any]] = {}
        for place, (code, name, parent) in enumerate(self._made(wanted, system)):
            changed = _FIRST_DAY + dt.timedelta(days=place % 500)
            self.by_code[code] = {
                "code": code, "name": name, "pcode": parent, "mail": f"vanthu.{code.lower()}@vidu.gov.vn", "mobile": "", "address": "",
                "status": "1", "updated": changed.isoformat(),
            }  # fmt: skip
        self.by_code[LOCKED]["status"] = "0"

    def page(self, index: int, size: int, since: str) -> tuple[list[dict[str, Any]], int]:
        """A page of the agencies changed on the day or later, and how many there are in all."""
        found = [each for each in self.by_code.values() if each["updated"] >= since]
        return (found[(index - 1) * size : index * size] if size else found), len(found)

    def change(self, code: str, name: str, today: str) -> dict[str, Any]:
        """Rename an agency or add one, as of the day."""
        known = self.by_code.setdefault(
            code, {"code": code, "pcode": code.rpartition(".")[0], "mail": "", "mobile": "", "address": "", "status": "1"}
        )
        known.update(name=name, updated=today)
        return known

    def _made(self, wanted: int, system: str) -> Iterator[tuple[str, str, str]]:
        places = [(f"H{number:02}", name) for number, name in enumerate(_PROVINCES, 1) if f"H{number:02}" != system]
        first = [*((code, name, "") for code, name in _MINISTRIES), *((code, _committee(name), "") for code, name in places)]
        yield from first
        yield LOCKED, "Cơ quan mẫu đã ngừng, Vĩnh Long", "H61"
        left = max(0, wanted - len(first) - 1)
        deeper = self._below(places)
        for _turn in range(left):
            yield next(deeper)

    def _below(self, places: list[tuple[str, str]]) -> Iterator[tuple[str, str, str]]:
        """Departments first, then communes with their units, province after province, without end."""
        for number, name in enumerate(_DEPARTMENTS, 1):
            for code, place in places:
                yield f"{code}.{number:02}", f"{name} {place}", code
        number = 100
        while True:
            number += 1
            for code, place in places:
                parent = f"{code}.{number}"
                yield parent, f"Ủy ban nhân dân xã mẫu {number - 100}, {place}", code
                for unit, name in enumerate(_UNITS, 1):
                    yield f"{parent}.{unit:02}", f"{name}, xã mẫu {number - 100}, {place}", parent


def _committee(place: str) -> str:
    city = place in {"Hà Nội", "Đà Nẵng", "Hải Phòng", "Cần Thơ", "Thừa Thiên Huế"}
    return f"Ủy ban nhân dân {'' if place.startswith('Thành phố') else 'thành phố ' if city else 'tỉnh '}{place}"
