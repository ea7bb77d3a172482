"""The catalogue as citizens' pages show it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from sen.capabilities.procedures.selectors import VersionPage, version_page
from sen.capabilities.procedures.selectors.limits import limit_text
from sen.capabilities.procedures.selectors.versions import in_force
from sen.capabilities.procedures.types import ComponentRow, FeeRow
from sen.surfaces.portal.selectors.headings import heading
from sen.surfaces.portal.types import Heading
from sen.ui.format import money_text
from sen.ui.types import TagView, Tone

POPULAR = ("1.001193", "1.000894", "1.004873", "1.004222", "1.001612", "1.000656", "2.000815", "2.000635")
"""National codes of procedures many people need, in the order of the home page; those not in force are left out."""

_LEVEL_LOOK = {"full": (Tone.DONE, "laptop"), "partial": (Tone.PLAIN, "split"), "information": (Tone.PLAIN, "info")}


@dataclass(frozen=True, slots=True)
class PopularRow:
    """A procedure as one line."""

    code: str
    name: str
    limit: str


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A paper on the page of a procedure."""

    heading: Heading
    sheets: str
    form_file: str = ""


@dataclass(frozen=True, slots=True)
class PaperGroup:
    """Papers of one case, or of every case."""

    name: str
    papers: tuple[PaperLine, ...]


@dataclass(frozen=True, slots=True)
class MethodLine:
    """One way of filing: its limit and what it costs."""

    name: str
    limit: str
    fee: str
    doubtful: bool
    assumed: bool


@dataclass(frozen=True)
class ProcedurePage:
    """The calm page of one procedure."""

    page: VersionPage
    level: TagView
    old_level: str
    online: bool
    groups: tuple[PaperGroup, ...]
    conditional: tuple[PaperGroup, ...]
    present: tuple[PaperLine, ...]
    notes: tuple[str, ...]
    methods: tuple[MethodLine, ...]
    fee_notes: tuple[str, ...]
    fee_in_doubt: bool
    summary: tuple[tuple[str, str], ...]


def popular_procedures(on: dt.date) -> list[PopularRow]:
    """The procedures of ``POPULAR`` in force, in that order; one query."""
    columns = ("procedure__code", "name", "limit_amount", "limit_unit", "is_immediate", "limit_note")
    rows = {row[0]: row for row in in_force(on).filter(procedure__code__in=POPULAR).values_list(*columns)}
    return [
        PopularRow(code, short_name(name), limit_text(amount, unit, is_immediate=immediate, note=note))
        for code, name, amount, unit, immediate, note in (rows[code] for code in POPULAR if code in rows)
    ]


def short_name(name: str) -> str:
    """The name without ``Thủ tục`` in front and without the clauses of the law, for lists."""
    text = name.removeprefix("Thủ tục ")
    return heading(_capital(text), longest=70).head


def level_tag(service_level: str, name: str) -> TagView:
    """The service level as a tag."""
    tone, icon = _LEVEL_LOOK[service_level]
    return TagView(_(name), tone, icon)


def procedure_page(version_id: int) -> ProcedurePage:
    """Everything the page of a procedure says; eight queries."""
    page = version_page(version_id)
    version = page.facts.version
    fees = page.fees
    old = version.old_level
    return ProcedurePage(
        page=page,
        level=level_tag(page.service_level, page.service_level_name),
        old_level=_("mức độ %(n)d theo cách gọi trước 2022") % {"n": old} if old else "",
        online=page.service_level in ("full", "partial"),
        groups=_groups(page, conditional=False),
        conditional=_groups(page, conditional=True),
        present=tuple(_paper(row) for row in page.components if row.duty == "present"),
        notes=tuple(row.name for row in page.components if row.duty == "note" and not row.name.rstrip().endswith(":")),
        methods=tuple(MethodLine(_(row.channel_name), row.limit_text, *_fee(fees, row.channel), row.is_assumed) for row in page.methods),
        fee_notes=tuple(dict.fromkeys(fee.note for fee in fees if fee.note)),
        fee_in_doubt=any(fee.is_doubtful for fee in fees),
        summary=_summary(page),
    )


def _groups(page: VersionPage, *, conditional: bool) -> tuple[PaperGroup, ...]:
    rows = [row for row in page.components if row.duty == "submit" and row.is_conditional is conditional]
    names: list[tuple[int | None, str]] = [(None, _("Mọi trường hợp") if page.cases else "")]
    names += [(case.id, case.name) for case in page.cases]
    groups = [(name, [row for row in rows if row.case_id == case_id]) for case_id, name in names]
    return tuple(PaperGroup(name, tuple(_paper(row) for row in found)) for name, found in groups if found)


def _paper(row: ComponentRow) -> PaperLine:
    counts = [(row.originals, _("bản chính")), (row.copies, _("bản sao"))]
    return PaperLine(heading(row.name), ", ".join(f"{count} {word}" for count, word in counts if count), row.form_file)


def _fee(fees: Sequence[FeeRow], channel: str) -> tuple[str, bool]:
    own = [fee for fee in fees if fee.channel in ("", channel)]
    if not own:
        return _("Chưa ghi mức thu"), False
    words = []
    for fee in own:
        kind = _("lệ phí") if fee.is_levy else _("phí")
        if fee.is_doubtful:
            words.append(_("%(kind)s: đang đối chiếu, chưa thu") % {"kind": kind})
        elif fee.amount is None:
            words.append(_("%(kind)s: theo ghi chú bên dưới") % {"kind": kind})
        else:
            words.append(f"{kind}: {money_text(fee.amount, free=True)}")
    return _capital("; ".join(dict.fromkeys(words))), any(fee.is_doubtful for fee in own)


def _summary(page: VersionPage) -> tuple[tuple[str, str], ...]:
    version = page.facts.version
    rows = [
        (_("Kết quả"), "; ".join(page.results[:3])),
        (_("Thời hạn"), page.limit_text),
        (_("Phí, lệ phí"), page.fee_text),
        (_("Cơ quan giải quyết"), version.executing_agency),
        (_("Ai được làm"), "; ".join(version.subjects[:4])),
    ]
    return tuple((label, value) for label, value in rows if value)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
