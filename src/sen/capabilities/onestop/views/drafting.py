"""The counter's form between two presses: everything typed stays in it, nothing is written until the last press."""

import datetime as dt
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.translation import gettext as _

from sen.capabilities.dossiers.types import Paper
from sen.capabilities.onestop.forms import FEE_MODES, CounterForm, PaperForm, typed_values
from sen.capabilities.onestop.selectors.counter import (
    ProcedureInHand,
    find_places,
    find_procedures,
    place_label,
    procedure_in_hand,
    procedure_label,
)
from sen.capabilities.onestop.services.counter import confirm_applicant, look_up_applicant
from sen.capabilities.onestop.types import CounterCase
from sen.capabilities.procedures.types import ComponentRow
from sen.foundation.files.selectors import access_file
from sen.foundation.files.services import store_stream
from sen.kernel import clock
from sen.kernel.actor import Actor
from sen.kernel.errors import DomainError, NotFound
from sen.kernel.identifiers import is_citizen_number
from sen.kernel.text import clean, fold
from sen.ui.format import date_text, money_text, size_text
from sen.ui.responses import error_text

EXTRA_PAPERS = 2
_PIECE = 256 * 1024

Search = Callable[[str, dt.date], list[tuple[str, str]]]
LabelOf = Callable[[str, dt.date], str]


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A scanned file already with the server."""

    public_id: str
    id: int
    name: str
    size: str


@dataclass(slots=True)
class PaperLine:
    """One paper of the counter's table."""

    key: str
    name: str
    row: ComponentRow | None
    form: PaperForm
    files: list[KeptFile] = field(default_factory=list)
    file_error: str = ""

    @property
    def group(self) -> str:
        """The heading the paper stands under: none for what everybody hands in."""
        if self.row is None:
            return _("Giấy tờ khác, nếu có")
        return (self.row.heading or _("Tùy trường hợp")) if self.row.is_conditional else ""

    @property
    def title(self) -> str:
        """The name of the paper: listed, or typed by the officer."""
        return self.name or str(self.form["title"].value() or "")

    @property
    def has_sheets(self) -> bool:
        """Whether any sheet of the paper is handed in, as typed or as usual."""
        return any(str(self.form[name].value() or "0").strip() not in ("0", "") for name in ("originals", "certified", "photocopies"))


@dataclass
class Draft:
    """The counter's form as typed so far, with what the server knows about it."""

    actor: Actor
    data: QueryDict
    now: dt.datetime
    hand: ProcedureInHand | None = None
    matches: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    file_errors: dict[str, str] = field(default_factory=dict)

    @property
    def today(self) -> dt.date:
        """The province's date."""
        return clock.local(self.now).date()

    def refresh(self, *, look_up: bool) -> None:
        """Bring person, place, procedure and promise up to what was typed.  Looking a person up is recorded, so it is asked for."""
        self.data["request_id"] = str(_uuid_or_new(self.data.get("request_id", "")))
        if look_up:
            self._fill_person()
        self._settle("unit", find_places, lambda key, _day: place_label(key))
        self._settle("procedure", find_procedures, procedure_label)
        code = self.data.get("procedure", "")
        if code:
            self.hand = procedure_in_hand(code, self._number("case"), self._number("unit"), self._number("competent"), self.now)
        if self.hand is not None and self.data.get("fee_for") != self.hand.code:
            # A newly chosen procedure brings its usual way of paying; what the officer chooses afterwards stays.
            self.data["fee_for"], self.data["fee_mode"] = self.hand.code, "before" if self.hand.fee_due else "none"

    def _fill_person(self) -> None:
        typed = clean(self.data.get("number", ""))
        if not typed or typed == self.data.get("looked_up"):
            return
        person = look_up_applicant(actor=self.actor, typed=typed, today=self.today, now=self.now, issue=self._reception)
        was_other = bool(self.data.get("looked_up"))
        self.data["found_in"] = (
            "differs" if not person.agrees else person.source or ("nowhere" if _is_number(person.number) else "malformed")
        )
        self.data["number"] = self.data["looked_up"] = person.number
        if not person.source and not was_other:
            return
        # Nothing of another person may stay beside a new number.
        values = {
            "name": person.name,
            "born_on": date_text(person.born_on),
            "phone": person.phone,
            "email": person.email,
            "address": person.address,
        }
        for name, value in values.items():
            if value or was_other or person.source == "register":
                self.data[name] = value
        if person.unit_id or was_other:
            self.data["unit"] = self.data["unit_text"] = ""
        if person.unit_id:
            self.data["unit"], self.data["unit_text"] = str(person.unit_id), place_label(str(person.unit_id))

    def confirm(self) -> None:
        """Have the national database confirm who stands there; its word stays while number, name and birth date stay."""
        number, name = clean(self.data.get("number", "")), clean(self.data.get("name", ""))
        try:
            born_on = CounterForm.base_fields["born_on"].clean(self.data.get("born_on", ""))
        except ValidationError:
            born_on = None
        self.data["confirmed_for"] = self._identity()
        if not (is_citizen_number(number) and name and born_on):
            self.data["confirmed"] = "lacking"
            return
        try:
            procedure = self.data.get("procedure", "")
            verdict = confirm_applicant(
                actor=self.actor, number=number, name=name, born_on=born_on, procedure=procedure, now=self.now, issue=self._reception
            )
            self.data["confirmed"] = str(verdict)
        except DomainError as error:
            self.data["confirmed"] = f"refused:{error_text(error)}"

    @property
    def confirmation(self) -> tuple[str, str]:
        """The word of the national database on the person as typed now, and its reason when it refused; empty when not asked."""
        word, _, reason = self.data.get("confirmed", "").partition(":")
        return (word, reason) if self.data.get("confirmed_for") == self._identity() else ("", "")

    @property
    def _reception(self) -> str:
        """What stands for the dossier until it has a code: the form's own number, which the dossier keeps."""
        return f"quay-{self.data.get('request_id', '').replace('-', '')}"

    def _identity(self) -> str:
        return "|".join(clean(self.data.get(name, "")) for name in ("number", "name", "born_on"))

    def _settle(self, name: str, search: Search, label_of: LabelOf) -> None:
        """Turn typed words into a key when only one thing fits; several are offered as choices."""
        key, text = self.data.get(name, ""), clean(self.data.get(f"{name}_text", ""))
        label = label_of(key, self.today) if key else ""
        if label and (not text or fold(text) == fold(label)):
            self.data[f"{name}_text"] = label
            return
        found = search(text, self.today) if text else []
        if label and any(match[0] == key for match in found):
            self.data[f"{name}_text"] = label
        elif len(found) == 1:
            self.data[name], self.data[f"{name}_text"] = found[0]
        else:
            self.data[name] = ""
            self.matches[name] = found

    def _number(self, name: str) -> int | None:
        text = self.data.get(name, "")
        return int(text) if text.isascii() and text.isdigit() else None

    def keep_files(self, files: "Iterable[tuple[str, UploadedFile[Any]]]") -> None:
        """Store the files that came with this press, so that no later mistake loses them; a refused file says why on its line."""
        for name, upload in files:
            try:
                stored = store_stream(name=upload.name or "", pieces=upload.chunks(_PIECE), actor=self.actor, now=self.now)
            except DomainError as error:
                self.file_errors[name] = f"{upload.name}: {error_text(error)}"
                continue
            self.data.appendlist(f"{name}_received", str(stored.public_id))

    def drop_file(self, public_id: str) -> None:
        """Leave a file out of the dossier."""
        for name in [key for key in self.data if key.endswith("-files_received")]:
            self.data.setlist(name, [value for value in self.data.getlist(name) if value != public_id])

    def form(self, *, judged: bool) -> CounterForm:
        """The form: bound and checked, or only showing what was typed."""
        cases = self.hand.cases if self.hand else ()
        if judged:
            return CounterForm(self.data, cases=cases)
        form = CounterForm(initial=typed_values(CounterForm, self.data), cases=cases)
        for name, found in self.matches.items():
            form.fields[name].widget.matches = found
        return form

    def lines(self, *, judged: bool) -> list[PaperLine]:
        """The papers of the procedure and a few free lines, each with its form and files."""
        if self.hand is None:
            return []
        rows: list[tuple[str, str, ComponentRow | None]] = [(f"p{row.id}", row.name, row) for row in self.hand.papers]
        rows += [(f"k{number}", "", None) for number in range(1, EXTRA_PAPERS + 1)]
        return [self._line(key, name, row, judged=judged) for key, name, row in rows]

    def _line(self, key: str, name: str, row: ComponentRow | None, *, judged: bool) -> PaperLine:
        shown = f"{key}-originals" in self.data
        if shown and judged:
            form = PaperForm(self.data, prefix=key)
        else:
            form = PaperForm(prefix=key, initial=typed_values(PaperForm, self.data, key) if shown else _usual(row))
        files = [kept for public_id in self.data.getlist(f"{key}-files_received") if (kept := self._kept(public_id))]
        return PaperLine(key, name, row, form, files, self.file_errors.get(f"{key}-files", ""))

    def _kept(self, public_id: str) -> KeptFile | None:
        try:
            stored = access_file(public_id, self.actor)
        except NotFound:
            return None
        return KeptFile(str(stored.public_id), stored.pk, stored.name, size_text(stored.size))


def _is_number(typed: str) -> bool:
    try:
        CounterForm.base_fields["number"].clean(typed)
    except ValidationError:
        return False
    return True


def _uuid_or_new(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        return uuid.uuid4()


def papers_of(lines: list[PaperLine]) -> tuple[Paper, ...]:
    """What was handed in: listed papers with at least one sheet or file, and the free lines that have a name."""
    papers = []
    for line in lines:
        originals, certified, photocopies = line.form.sheets() if line.form.is_bound else (0, 0, 0)
        name = line.name or (line.form.cleaned_data.get("title", "") if line.form.is_bound else "")
        lacks = bool(line.form.is_bound and line.form.cleaned_data.get("reason"))
        if name and (originals or certified or photocopies or line.files or lacks):
            file_ids = tuple(kept.id for kept in line.files)
            papers.append(Paper(name, line.row.id if line.row else None, originals, certified, photocopies, file_ids))
    return tuple(papers)


def case_of(form: CounterForm, lines: list[PaperLine], hand: ProcedureInHand) -> CounterCase:
    """The checked form as a value for the services."""
    data = form.cleaned_data
    agent = {"name": data["agent_name"], "number": data["agent_number"], "phone": data["agent_phone"], "paper": data["agent_paper"]}
    lacking = [line for line in lines if line.form.is_bound and _lacks(line)]
    lacks = {line.name or line.form.cleaned_data["title"]: line.form.cleaned_data["reason"] for line in lacking}
    return CounterCase(
        request_id=data["request_id"],
        version_id=hand.version_id,
        case_id=data["case"],
        number=data["number"],
        name=data["name"],
        born_on=data["born_on"],
        phone=data["phone"],
        email=data["email"],
        address=data["address"],
        unit_id=int(data["unit"]) if data["unit"] else None,
        papers=papers_of(lines),
        receipt_way=data["receipt_way"],
        receipt_address=data["receipt_address"],
        competent_id=int(data["competent"]) if data["competent"] else None,
        return_id=data["return_point"],
        agent=agent if agent["name"] else None,
        fee=_fee(data["fee_mode"], hand.fee_due),
        note=data["note"],
        wants_receipt=bool(data["wants_receipt"]) or not hand.is_immediate,
        lacks=lacks,
        reason=data["reason"],
        contact_phone=data["contact_phone"],
    )


def _fee(mode: str, due: int) -> str:
    """What the receipt says about the fee."""
    word = str(dict(FEE_MODES)[mode])
    return f"{word}: {money_text(due)}" if due and mode in ("before", "after") else word


def _lacks(line: PaperLine) -> bool:
    return bool(line.form.cleaned_data.get("reason") and (line.name or line.form.cleaned_data.get("title")))


def _usual(row: ComponentRow | None) -> dict[str, int]:
    """What is usually handed in: the numbers of the catalogue for papers everybody must bring, otherwise none."""
    if row is None or not row.is_required:
        return {"originals": 0, "certified": 0, "photocopies": 0}
    copies = row.copies
    return {"originals": row.originals or (0 if copies else 1), "certified": 0, "photocopies": copies}
