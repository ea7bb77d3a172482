"""An application as a sheet of questions: which there are, what was answered, what is missing."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from sen.capabilities.dossiers.selectors import draft_page
from sen.capabilities.procedures.selectors import papers_of
from sen.capabilities.procedures.types import CaseRow, ComponentRow
from sen.foundation.accounts.selectors import get_account
from sen.foundation.accounts.types import AccountFacts
from sen.foundation.agencies.selectors import home_area
from sen.kernel.actor import Actor, Represented
from sen.registries.units.types import has_districts
from sen.surfaces.portal import forms
from sen.surfaces.portal.selectors.headings import heading
from sen.surfaces.portal.selectors.place import Place, commune_of, desks_on, place_of, unit_name
from sen.surfaces.portal.types import Part, Prefill
from sen.ui.format import date_text
from sen.ui.forms import SenForm
from sen.ui.types import Fact, Option

if TYPE_CHECKING:
    from sen.capabilities.dossiers.models import Draft, DraftFile

WHO, ABOUT, OTHER, AUTHORITY, HOME, AGENCY = "nop-cho-ai", "ve-ban", "nguoi-duoc-nop", "uy-quyen", "noi-o", "co-quan"
CASE, EXTRAS, PAPER, DETAILS, RECEIPT = "truong-hop", "giay-to-khac", "giay-to-", "noi-dung", "nhan-ket-qua"
_PROVED = 2
_LONGEST = 5000


@dataclass(frozen=True, slots=True)
class Question:
    """One page of the sheet; ``component`` is set when it asks for files."""

    slug: str
    part: Part
    title: str
    single: bool = False
    component: ComponentRow | None = None


@dataclass
class Sheet:
    """A draft with everything its pages need; read once for each request."""

    draft: "Draft"
    actor: Actor
    today: dt.date
    account: AccountFacts
    cases: list[CaseRow]
    components: list[ComponentRow]
    files: "dict[int, list[DraftFile]]"
    _cleaned: dict[str, dict[str, Any] | None] = field(default_factory=dict)

    @cached_property
    def questions(self) -> list[Question]:
        """Every question that applies, in order."""
        found = [Question(WHO, Part.WHO, _("Bạn nộp hồ sơ cho ai?"), single=True), Question(ABOUT, Part.WHO, _("Thông tin của bạn"))]
        if self.for_other:
            found += [
                Question(OTHER, Part.WHO, _("Thông tin của người được nộp thay")),
                Question(AUTHORITY, Part.WHO, _("Quyền nộp thay")),
            ]
        found += [Question(HOME, Part.PLACE, self._home_title), Question(AGENCY, Part.PLACE, _("Cơ quan giải quyết"), single=True)]
        if self.cases:
            found.append(Question(CASE, Part.PAPERS, _("Trường hợp của bạn"), single=True))
        if any(row.is_conditional for row in self.submitted):
            found.append(Question(EXTRAS, Part.PAPERS, _("Giấy tờ theo trường hợp"), single=True))
        found += [Question(f"{PAPER}{row.id}", Part.PAPERS, heading(row.name).head, component=row) for row in self.asked]
        found += [
            Question(DETAILS, Part.RESULT, _("Nội dung đề nghị"), single=True),
            Question(RECEIPT, Part.RESULT, _("Nhận kết quả")),
        ]
        return found

    @property
    def answers(self) -> dict[str, dict[str, Any]]:
        """What was typed, by page."""
        answers: dict[str, dict[str, Any]] = self.draft.answers
        return answers

    @cached_property
    def prefill(self) -> Prefill:
        """What the shared database said of the account's owner."""
        return Prefill.of(self.answers)

    def asks_register(self, slug: str) -> bool:
        """Whether the question is filled in beforehand; nobody's home but the owner's is known."""
        return slug == ABOUT or (slug == HOME and not self.for_other and self.principal is None)

    @property
    def for_other(self) -> bool:
        """Whether somebody else is the applicant, by what was answered here and not by a mandate."""
        return self.principal is None and self.answers.get(WHO, {}).get("who") == forms.OTHER

    @property
    def principal(self) -> Represented | None:
        """The business or person the session acts for."""
        return self.actor.acting_for

    @property
    def _home_title(self) -> str:
        if self.principal:
            return _("{name} ở đâu?").format(name=self.principal.name)
        return _("Người được nộp thay ở đâu?") if self.for_other else _("Bạn ở đâu?")

    @cached_property
    def submitted(self) -> list[ComponentRow]:
        """Papers to hand in of the chosen case."""
        return [row for row in self.components if row.duty == "submit"]

    @cached_property
    def asked(self) -> list[ComponentRow]:
        """Papers with a page of their own: those everybody needs, and the conditional ones that were ticked or already have files."""
        ticked = set(_as_list(self.answers.get(EXTRAS, {}).get("papers")))
        return [row for row in self.submitted if not row.is_conditional or str(row.id) in ticked or row.id in self.files]

    @cached_property
    def place(self) -> Place:
        """The agency that decides, computed from where the applicant lives."""
        facts = self.cleaned(HOME)
        return place_of(self.draft.version_id, int(facts["place"]) if facts.get("place") else None, self.today)

    @cached_property
    def desks(self) -> list[tuple[str, str]]:
        """Where results may be collected."""
        return desks_on(self.today)

    @cached_property
    def home_name(self) -> str:
        """The unit the applicant lives in, as it was written."""
        facts = self.cleaned(HOME)
        return unit_name(int(facts["place"])) if facts.get("place") else ""

    def question(self, slug: str) -> Question | None:
        """The question of an address, when it applies."""
        return next((one for one in self.questions if one.slug == slug), None)

    def beside(self, question: Question) -> tuple[Question | None, Question | None]:
        """The questions before and after."""
        at = self.questions.index(question)
        before = self.questions[at - 1] if at else None
        return before, self.questions[at + 1] if at + 1 < len(self.questions) else None

    def form(self, slug: str, data: Mapping[str, Any] | None = None) -> SenForm:
        """The form of a question, bound to the data when there is some."""
        make = getattr(self, f"_form_{slug.replace('-', '_')}")
        built: SenForm = make(data)
        return built

    def shown_form(self, slug: str) -> SenForm:
        """The form as it was left: what was typed, without complaints; prefilled before the first visit."""
        if slug not in self.answers:
            return self.form(slug)
        form = self.form(slug, as_data(self.answers[slug]))
        form.is_valid()
        form.errors.clear()
        return form

    def cleaned(self, slug: str) -> dict[str, Any]:
        """The valid answers of a question; empty when it is not answered well.  Each question is validated once."""
        if slug not in self._cleaned:
            form = self.form(slug, as_data(self.answers.get(slug, {})))
            self._cleaned[slug] = form.cleaned_data if form.is_valid() else None
        return self._cleaned[slug] or {}

    def is_done(self, question: Question) -> bool:
        """Whether the question needs nothing more."""
        if question.component:
            return bool(self.files.get(question.component.id)) or question.component.is_conditional
        self.cleaned(question.slug)
        return question.slug in self.answers and self._cleaned[question.slug] is not None

    def closed(self, slug: str) -> str:
        """Names of the fields that are proved and therefore not asked for, in one text."""
        return " ".join(bound.name for bound in self.form(slug) if bound.field.disabled)

    def proved(self, slug: str) -> list[Fact]:
        """What the account has proved and the page only shows."""
        shown = [bound for bound in self.form(slug) if bound.field.disabled]
        return [Fact(str(bound.label), date_text(value) if isinstance(value := bound.value(), dt.date) else value) for bound in shown]

    def missing(self) -> list[Question]:
        """Questions that still need an answer; what was never opened counts unless it may stay empty."""
        return [one for one in self.questions if not self.is_done(one) and one.slug != DETAILS]

    def _form_nop_cho_ai(self, data: Mapping[str, Any] | None) -> SenForm:
        return forms.WhoForm(data, principal=self.principal)

    def _form_ve_ban(self, data: Mapping[str, Any] | None) -> SenForm:
        told, account = self.prefill, self.account
        known = {
            "name": account.name,
            "number": account.login if account.login.isdigit() else "",
            "born_on": told.born_on,
            "phone": account.phone or told.phone,
            "email": account.email or told.email,
        }
        proved = [name for name in ("name", "number", "born_on") if known[name]] if account.assurance >= _PROVED else []
        return forms.PersonForm(data, initial=known, proved=proved)

    def _form_nguoi_duoc_nop(self, data: Mapping[str, Any] | None) -> SenForm:
        return forms.OtherPersonForm(data)

    def _form_uy_quyen(self, data: Mapping[str, Any] | None) -> SenForm:
        return forms.AuthorityForm(data)

    def _form_noi_o(self, data: Mapping[str, Any] | None) -> SenForm:
        known: dict[str, Any] = {}
        if self.asks_register(HOME):
            known = {"place": str(self.prefill.unit_id or ""), "address": self.prefill.address}
        return forms.HomeForm(data, initial=known, on=self.today, three_tiers=has_districts(self.today))

    def _form_co_quan(self, data: Mapping[str, Any] | None) -> SenForm:
        place = self.place
        suggested = Option(place.name, place.reason) if place.agency_id else ""
        may_choose = self.draft.version.done_at_commune and (place.is_commune or not place.agency_id)
        code = home_area(self.today) or None
        first = forms.SUGGESTED if suggested else forms.CHOSEN
        return forms.AgencyForm(
            data,
            initial={"choice": first},
            on=self.today,
            suggested=suggested,
            may_choose=may_choose,
            is_ours=lambda unit_id: commune_of(unit_id, self.today) is not None,
            province_code=code,
        )

    def _form_truong_hop(self, data: Mapping[str, Any] | None) -> SenForm:
        return forms.CaseForm(data, cases=[(str(case.id), case.name) for case in self.cases])

    def _form_giay_to_khac(self, data: Mapping[str, Any] | None) -> SenForm:
        rows = [(str(row.id), _option(row)) for row in self.submitted if row.is_conditional]
        return forms.ExtrasForm(data, papers=rows)

    def _form_noi_dung(self, data: Mapping[str, Any] | None) -> SenForm:
        return forms.DetailsForm(data)

    def _form_nhan_ket_qua(self, data: Mapping[str, Any] | None) -> SenForm:
        home = self.cleaned(HOME)
        known = {"way": "online", "address": home.get("address", "")}
        return forms.ReceiptForm(data, initial=known, desks=lambda: self.desks)


def read_sheet(actor: Actor, draft: "Draft", today: dt.date) -> Sheet:
    """The sheet of a draft the actor was given by ``access_draft``; four queries."""
    account = get_account(actor.account_id or 0)
    cases, components = papers_of(draft.version_id, draft.case_id)
    return Sheet(
        draft=draft,
        actor=actor,
        today=today,
        account=account,
        cases=cases,
        components=components,
        files=draft_page(draft).files,
    )


def as_data(answers: Mapping[str, Any]) -> "MultiValueDict[str, Any]":
    """Saved answers in the shape a form reads."""
    data: MultiValueDict[str, Any] = MultiValueDict()
    for name, value in answers.items():
        data.setlist(name, _as_list(value))
    return data


def typed(form: SenForm, data: "MultiValueDict[str, Any]") -> dict[str, Any]:
    """What a person typed into the form's fields, exactly, bounded in length."""
    kept: dict[str, Any] = {}
    for name in data:
        if any(name == field_name or name.startswith(f"{field_name}_") for field_name in form.fields):
            values = [str(value)[:_LONGEST] for value in data.getlist(name)[:200]]
            kept[name] = values if len(values) > 1 else values[0] if values else ""
    return kept


def _as_list(value: Any) -> list[str]:
    if value is None:
        return []
    return [str(one) for one in value] if isinstance(value, list) else [str(value)]


def _option(row: ComponentRow) -> str:
    parts = heading(row.name, longest=160)
    hint = parts.rest if len(parts.rest) <= 400 else parts.rest[:400].rsplit(" ", 1)[0] + "…"
    return Option(parts.head, hint)
