"""The papers of one procedure: duties, cases in order, conditions, form files."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from sen.capabilities.procedures.adapters.national_portal.headings import Heading, HeadingKind, read_heading
from sen.capabilities.procedures.adapters.national_portal.texts import enumerator, first_upper, is_glued, split_form, tidy
from sen.capabilities.procedures.models import ComponentDuty
from sen.capabilities.procedures.types import ComponentRecord

GENERAL_CASE = "Trường hợp chung"

_PAPER = re.compile(
    r"(\(?[a-zđ0-9]{1,2}[).]\s*)?(tờ khai|đơn|giấy|bản (sao|chính|chụp|khai|vẽ|kê)|văn bản|quyết định|hợp đồng|danh sách|phiếu|báo cáo|"
    r"tờ trình|biên bản|hóa đơn|"
    r"chứng từ|sơ yếu|ảnh|hồ sơ|thẻ|chứng chỉ|chứng nhận|dự án|phương án|đề án|thông báo|cam kết|bản gốc|một \(01\)|01 )(?!\w)",
    re.IGNORECASE,
)
_RULE_WORDS = re.compile(
    r"(có trách nhiệm|không phải|thì được|phải bảo đảm|được quyền|từ chối|có thể|chỉ cần|thực hiện việc nộp)", re.IGNORECASE
)
_CONDITIONAL_START = re.compile(r"(\(?[ivx\d]+[).]\s*|[a-zđ][).]\s*)?(trường hợp|đối với|nếu|khi)\b", re.IGNORECASE)
_CONDITIONAL_INSIDE = re.compile(
    r"(?<!; )(trong trường hợp|đối với trường hợp|\(nếu\b|\(nếu có\)|,? nếu có\b|"
    r"đối với (hộ|người|cá nhân|tổ chức|doanh nghiệp|cơ sở|dự án|công trình)\b"
    r"|\((?:trong )?trường hợp|\(đối với|nếu người (có )?yêu cầu)",
    re.IGNORECASE,
)
_FORM_FIRST = re.compile(
    r"(\(?[a-zđ0-9]{1,2}[).]\s*)?(tờ khai|đơn|giấy đề nghị|văn bản đề nghị|phiếu đề nghị|mẫu hộ tịch|thông báo)\b", re.IGNORECASE
)


@dataclass
class Papers:
    """What was read: cases in order, papers in order, and remarks for the report."""

    cases: list[str] = field(default_factory=list)
    rows: list[ComponentRecord] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Raw:
    record: ComponentRecord
    heading: Heading | None
    mark: tuple[int, ...]
    sequence: int


def read_papers(rows: Sequence[Mapping[str, str]]) -> Papers:
    """Read the flattened rows of one procedure into duties, cases and conditions.

    Cases are kept only where the applicant has a choice (two or more); a single one becomes a heading.
    """
    papers = Papers()
    raws = [raw for raw in (_read_row(row, papers.remarks) for row in rows) if raw]
    headings = {
        raw.heading.text: raw
        for raw in raws
        if raw.heading and raw.heading.kind is HeadingKind.CASE and raw.record.duty == ComponentDuty.SUBMIT
    }
    if not headings and not any(_is_plain(raw) for raw in raws):
        headings = {raw.heading.text: raw for raw in raws if raw.heading and raw.heading.kind is HeadingKind.CHANNEL}
    marks = {row["case"]: enumerator(tidy(row["case"])) for row in rows}
    order = {text: (marks.get(_raw_case(rows, raw), ()), raw.sequence) for text, raw in headings.items()}
    if len(headings) >= 2:
        papers.cases = sorted(headings, key=lambda text: order[text])
    papers.rows = [row for raw in _in_order(raws, papers.cases) for row in [_placed(raw, papers.cases, raws)]]
    if papers.cases and any(_is_common(row) for row in papers.rows):
        papers.cases.insert(0, GENERAL_CASE)
    _remark_cases(papers)
    return papers


def _raw_case(rows: Sequence[Mapping[str, str]], raw: _Raw) -> str:
    return next((row["case"] for row in rows if int(row["seq"]) == raw.sequence), "")


def _read_row(row: Mapping[str, str], remarks: list[str]) -> _Raw | None:
    name = tidy(row["name"])
    if len(name) < 3:
        remarks.append("fragment-dropped")
        return None
    name, form_file = split_form(name, tidy(row["form_file"]))
    if is_glued(name):
        remarks.append("form-name-glued")
    if name[0].islower() and not enumerator(name):
        remarks.append("fragment-kept")
    heading = read_heading(row["case"]) if row["case"].strip() else None
    originals, copies = int(row["original"] or 0), int(row["copy"] or 0)
    duty = _duty(name, heading, originals + copies)
    if duty == ComponentDuty.SUBMIT and originals + copies == 0:
        remarks.append("count-missing")
    kind = heading.kind if heading else None
    conditional = duty != ComponentDuty.NOTE and (kind in (HeadingKind.CONDITION, HeadingKind.CHANNEL) or _is_conditional(name))
    shown = heading.text if heading and not _is_bare_title(heading) else ""
    record = ComponentRecord(first_upper(name), duty, originals, copies, "", shown, form_file[:300], conditional)
    return _Raw(record, heading, enumerator(name), int(row["seq"]))


def _duty(name: str, heading: Heading | None, count: int) -> str:
    kind = heading.kind if heading else HeadingKind.SUBMIT
    if kind is HeadingKind.NOTE or name.lower().startswith(("lưu ý", "ghi chú", "(trường hợp")):
        return ComponentDuty.NOTE
    if count == 0 and not _looks_like_paper(name):
        return ComponentDuty.NOTE
    if kind is HeadingKind.PRESENT:
        return ComponentDuty.PRESENT
    return ComponentDuty.SUBMIT


def _looks_like_paper(name: str) -> bool:
    return bool(_PAPER.match(name)) and len(name) < 300 and not name.endswith(":") and not _RULE_WORDS.search(name)


def _is_conditional(name: str) -> bool:
    return bool(_CONDITIONAL_START.match(name) or _CONDITIONAL_INSIDE.search(name))


def _is_bare_title(heading: Heading) -> bool:
    plain = heading.text.lower()
    return heading.kind is not HeadingKind.CASE and plain.startswith(
        ("giấy tờ phải", "lưu ý", "thành phần hồ sơ", "ghi chú", "hồ sơ gồm", "hồ sơ bao gồm")
    )


def _is_plain(raw: _Raw) -> bool:
    return raw.record.duty == ComponentDuty.SUBMIT and not raw.record.is_conditional


def _is_common(row: ComponentRecord) -> bool:
    return not row.case and row.duty == ComponentDuty.SUBMIT and not row.is_conditional


def _placed(raw: _Raw, cases: list[str], raws: Sequence[_Raw]) -> ComponentRecord:
    if raw.heading is None or raw.heading.kind not in (HeadingKind.CASE, HeadingKind.CHANNEL):
        return raw.record
    if raw.heading.text in cases:
        return replace(raw.record, case=raw.heading.text, heading="", is_conditional=_is_conditional(raw.record.name))
    others = any(_is_plain(other) and (other.heading is None or other.heading.text != raw.heading.text) for other in raws)
    return replace(raw.record, is_conditional=raw.record.duty != ComponentDuty.NOTE and (raw.record.is_conditional or others))


def _in_order(raws: Sequence[_Raw], cases: list[str]) -> list[_Raw]:
    places = {case: place for place, case in enumerate(cases, 1)}
    duties = {ComponentDuty.SUBMIT: 0, ComponentDuty.PRESENT: 1, ComponentDuty.NOTE: 2}

    def key(raw: _Raw) -> tuple[object, ...]:
        case = places.get(raw.heading.text, 0) if raw.heading else 0
        record = raw.record
        first = 0 if _FORM_FIRST.match(record.name) or record.form_file else 1
        return case, duties[ComponentDuty(record.duty)], bool(record.is_conditional), record.heading, raw.mark or (first,), raw.sequence

    return sorted(raws, key=key)


def _remark_cases(papers: Papers) -> None:
    if any(re.fullmatch(r"(Đối với )?trường hợp \d+", case, re.IGNORECASE) for case in papers.cases):
        papers.remarks.append("case-without-description")
