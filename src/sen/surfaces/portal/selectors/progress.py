"""Where a person is in an application: steps, neighbours, what was answered so far."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from sen.foundation.agencies.selectors import names_of_agencies
from sen.kernel import clock
from sen.surfaces.portal.forms import CHOSEN, authority_names, way_names
from sen.surfaces.portal.selectors.place import commune_of
from sen.surfaces.portal.selectors.sheet import ABOUT, AGENCY, AUTHORITY, CASE, DETAILS, EXTRAS, HOME, OTHER, RECEIPT, WHO, Question, Sheet
from sen.surfaces.portal.types import Part, ReviewRow
from sen.ui.format import date_text, size_text
from sen.ui.types import Fact, FileView, Progress, Step

_PARTS = tuple(Part)


def address(sheet: Sheet, slug: str) -> str:
    """The address of a question, or of the review without one."""
    if not slug:
        return reverse("portal:review", args=[sheet.draft.public_id])
    question = sheet.question(slug)
    if question and question.component:
        return reverse("portal:attach", args=[sheet.draft.public_id, question.component.id])
    return reverse("portal:question", args=[sheet.draft.public_id, slug])


def frame(sheet: Sheet, question: Question | None) -> dict[str, Any]:
    """What surrounds a question: place in the sheet, steps, the way back, answers so far."""
    count = len(sheet.questions)
    number = sheet.questions.index(question) + 1 if question else count + 1
    before = sheet.beside(question)[0] if question else sheet.questions[-1]
    return {
        "sheet": sheet,
        "draft": sheet.draft,
        "question": question,
        "procedure_name": sheet.draft.version.name,
        "procedure_code": sheet.draft.version.procedure.code,
        "number": number,
        "count": count + 1,
        "steps": _steps(question.part if question else Part.REVIEW),
        "back_url": address(sheet, before.slug) if before else reverse("portal:start", args=[sheet.draft.version.procedure.code]),
        "answered": _answered(sheet, question),
        "proved": sheet.proved(question.slug) if question and question.slug == ABOUT else [],
        "closed": sheet.closed(question.slug) if question and question.slug == ABOUT else "",
        "prefill": sheet.prefill,
        "from_register": question is not None and sheet.asks_register(question.slug),
        "saved_at": clock.local(sheet.draft.saved_at),
    }


def _steps(here: Part) -> list[Step]:
    names = {
        Part.WHO: _("Người nộp"),
        Part.PLACE: _("Nơi ở"),
        Part.PAPERS: _("Giấy tờ"),
        Part.RESULT: _("Kết quả"),
        Part.REVIEW: _("Kiểm tra, nộp"),
    }
    at = _PARTS.index(here)
    states = [Progress.DONE] * at + [Progress.CURRENT] + [Progress.NEXT] * (len(_PARTS) - at - 1)
    return [Step(names[part], state=state) for part, state in zip(_PARTS, states, strict=True)]


def _answered(sheet: Sheet, question: Question | None) -> list[Fact]:
    if question is None:
        return []
    until = sheet.questions.index(question)
    earlier = [one for one in sheet.questions[:until] if sheet.is_done(one)]
    return [Fact(one.title, _short(sheet, one), address(sheet, one.slug)) for one in earlier[-6:]]


def _short(sheet: Sheet, question: Question) -> str:
    if question.component:
        return ", ".join(file.name for file in _files(sheet, question)) or _("Không nộp")
    rows = _values(sheet, question)
    return rows[0][1] if rows else ""


def review_rows(sheet: Sheet) -> list[tuple[str, list[ReviewRow]]]:
    """Every answer by part, with the address where it can be changed; what is missing says so."""
    names = {
        Part.WHO: _("Người nộp"),
        Part.PLACE: _("Nơi ở và cơ quan giải quyết"),
        Part.PAPERS: _("Giấy tờ"),
        Part.RESULT: _("Nội dung và nhận kết quả"),
    }
    groups: list[tuple[str, list[ReviewRow]]] = []
    for part, name in names.items():
        rows = [row for question in sheet.questions if question.part is part for row in _rows(sheet, question)]
        groups.append((name, rows))
    return [(name, rows) for name, rows in groups if rows]


def _rows(sheet: Sheet, question: Question) -> list[ReviewRow]:
    url = address(sheet, question.slug) + "?ve=kiem-tra"
    done = sheet.is_done(question)
    if question.component:
        files = _files(sheet, question)
        value = "" if files else _("Không nộp") if done else _("Chưa có tệp")
        return [ReviewRow(question.title, value, url, missing=not done, files=files)]
    if not done and question.slug != DETAILS:
        return [ReviewRow(question.title, _("Chưa trả lời xong"), url, missing=True)]
    return [ReviewRow(label, value, url) for label, value in _values(sheet, question)]


def _files(sheet: Sheet, question: Question) -> tuple[FileView, ...]:
    attached = sheet.files.get(question.component.id, []) if question.component else []
    return tuple(FileView(one.file.name, size_text(one.file.size)) for one in attached)


def _values(sheet: Sheet, question: Question) -> list[tuple[str, str]]:
    facts = sheet.cleaned(question.slug)
    if question.slug in (ABOUT, OTHER):
        return _person_values(sheet, question, facts)
    words = _WORDS[question.slug](sheet, facts)
    return [(question.title, words)] if words else []


def _person_values(sheet: Sheet, question: Question, facts: dict[str, Any]) -> list[tuple[str, str]]:
    title = _("Bạn") if question.slug == ABOUT else _("Người được nộp thay")
    rows = [
        (title, facts.get("name", "")),
        (_("Số định danh"), facts.get("number", "")),
        (_("Ngày sinh"), date_text(facts.get("born_on"))),
        (_("Điện thoại"), facts.get("phone", "")),
        (_("Thư điện tử"), facts.get("email", "")),
    ]
    return [(label, value) for label, value in rows if value]


def _who(sheet: Sheet, facts: dict[str, Any]) -> str:
    if sheet.principal:
        return sheet.principal.name
    return _("Thay cho người khác") if sheet.for_other else _("Cho chính tôi")


def _authority(sheet: Sheet, facts: dict[str, Any]) -> str:
    return ", ".join(part for part in (authority_names().get(facts.get("basis", ""), ""), facts.get("paper", "")) if part)


def _home(sheet: Sheet, facts: dict[str, Any]) -> str:
    return ", ".join(part for part in (facts.get("address", ""), sheet.home_name) if part)


def _agency(sheet: Sheet, facts: dict[str, Any]) -> str:
    if facts.get("choice") == CHOSEN and facts.get("place"):
        agency_id = commune_of(int(facts["place"]), sheet.today)
        return names_of_agencies([agency_id]).get(agency_id or 0, "")
    return sheet.place.name


def _case(sheet: Sheet, facts: dict[str, Any]) -> str:
    return next((case.name for case in sheet.cases if str(case.id) == facts.get("case")), "")


def _extras(sheet: Sheet, facts: dict[str, Any]) -> str:
    count = len(facts.get("papers", []))
    return _("Thêm %(n)d giấy tờ") % {"n": count} if count else _("Không thuộc trường hợp nào")


def _details(sheet: Sheet, facts: dict[str, Any]) -> str:
    return str(facts.get("note") or _("Không ghi thêm"))


def _receipt(sheet: Sheet, facts: dict[str, Any]) -> str:
    way = str(way_names().get(facts.get("way", ""), ""))
    if facts.get("way") == "counter":
        return f"{way}: {dict(sheet.desks).get(facts.get('desk', ''), _('Nơi tiếp nhận hồ sơ'))}"
    return ", ".join(part for part in (way, facts.get("address", "") if facts.get("way") in ("post", "home") else "") if part)


_WORDS = {
    WHO: _who,
    AUTHORITY: _authority,
    HOME: _home,
    AGENCY: _agency,
    CASE: _case,
    EXTRAS: _extras,
    DETAILS: _details,
    RECEIPT: _receipt,
}
