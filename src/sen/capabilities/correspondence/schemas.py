"""Lines people type to name several recipients at once."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sen.foundation.agencies.selectors import find_agencies
from sen.kernel.text import fold


def find_agency_matches(text: str, on: dt.date) -> list[tuple[str, str]]:
    """Agencies whose name or code begins so, on the date."""
    return [(str(agency.pk), agency.name) for agency in find_agencies(text, on, limit=12)]


def read_agency_lines(text: str, on: dt.date) -> list[int]:
    """Keys of the agencies the lines name; raises ValidationError for a line that names none or several."""
    found = []
    for line in dict.fromkeys(part.strip() for part in text.splitlines() if part.strip()):
        matches = find_agency_matches(line, on)
        exact = [key for key, name in matches if fold(name) == fold(line)]
        if len(matches) != 1 and len(exact) != 1:
            words = _("Chưa rõ cơ quan “%(line)s”. Gõ thêm cho đủ tên.") if matches else _("Không thấy cơ quan “%(line)s”.")
            raise ValidationError(words % {"line": line}, code="agency")
        found.append(int(exact[0] if exact else matches[0][0]))
    return found


def read_code_lines(text: str) -> list[tuple[str, str]]:
    """Identification code and name of each line; raises ValidationError for a line without a name."""
    found = []
    for line in dict.fromkeys(part.strip() for part in text.splitlines() if part.strip()):
        code, _space, name = line.partition(" ")
        if not name.strip() or len(code) > 35:
            raise ValidationError(_("Dòng “%(line)s” cần mã định danh rồi đến tên.") % {"line": line}, code="organ")
        found.append((code, name.strip()[:200]))
    return found
