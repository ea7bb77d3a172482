"""Who may sign for an agency, in whose name, and how power and position stand above the signature.

Basis: 30/2020/NĐ-CP, Article 13 and Appendix I, Part I, II.7a.
"""

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sen.capabilities.correspondence.types import Competence
from sen.capabilities.drafting.states import SigningPower
from sen.foundation.accounts.selectors import list_officers, titles_of
from sen.foundation.accounts.types import Officer
from sen.kernel.actor import Role
from sen.kernel.text import fold

if TYPE_CHECKING:
    from sen.capabilities.drafting.models import Draft

_COMMITTEE = "Ủy ban nhân dân"
_COUNCIL = "Hội đồng nhân dân"
_HEADS = (
    (_COMMITTEE, "Chủ tịch"),
    (_COUNCIL, "Chủ tịch"),
    ("Văn phòng", "Chánh Văn phòng"),
    ("Sở", "Giám đốc"),
    ("Thanh tra", "Chánh Thanh tra"),
    ("Chi cục", "Chi cục trưởng"),
    ("Cục", "Cục trưởng"),
    ("Phòng", "Trưởng phòng"),
    ("Trung tâm", "Giám đốc"),
    ("Ban", "Trưởng ban"),
)
_ACTING = ("Quyền ", "Q. ", "Q.")
_BY_ORDER = frozenset({Competence.ORDER, Competence.AUTHORISED})


@dataclass(frozen=True, slots=True)
class Signing:
    """How a draft will be signed: the power, the position, and the lines above the signature."""

    power: Competence
    title: str
    lines: tuple[str, ...]


def signers_of(agency_id: int, on: dt.date) -> list[Officer]:
    """Who may sign documents of the agency on the date: leaders, by appointment or delegation, then heads, who sign by order only.

    Somebody who leads by delegation keeps the position of the own appointment.
    """
    found: dict[int, Officer] = {}
    for role in (Role.LEADER, Role.HEAD):
        for officer in list_officers(agency_id, role, on=on):
            found.setdefault(officer.account_id, officer)
    titles = titles_of([one.account_id for one in found.values() if not one.title], agency_id, on)
    return [one if one.title else replace(one, title=titles.get(one.account_id, "")) for one in found.values()]


def usual_power(officer: Officer, agency_name: str) -> Competence:
    """The power that goes with the position: a deputy signs for the head, in the name of a collective body where the agency is one,
    a head of division by order, and whoever leads by delegation by authorisation.
    """
    if officer.role != Role.LEADER:
        return Competence.ORDER
    position = fold(officer.title)
    is_deputy = position.startswith("pho ") or "phu trach" in position
    if officer.by_delegation and not is_deputy:
        return Competence.AUTHORISED
    if is_collective(agency_name):
        return Competence.COLLECTIVE
    if officer.title.startswith(_ACTING):
        return Competence.ACTING
    return Competence.DEPUTY if is_deputy else Competence.NONE


def signing_of(draft: "Draft", on: dt.date) -> Signing:
    """How the draft's chosen signer will sign it on the date: as somebody chose, otherwise as the position says."""
    is_chosen = draft.signer_competence != SigningPower.BY_POSITION and draft.signer_title
    officer = None if is_chosen else _signer(draft, on)
    title = draft.signer_title or (officer.title if officer else "")
    power = _chosen(draft, officer)
    lines = signer_lines(agency_name=draft.agency.name, power=power, title=title) if title else []
    return Signing(power, title, tuple(lines))


def may_sign(draft: "Draft", on: dt.date) -> bool:
    """Whether the chosen signer may sign the draft with its power: others than leaders sign by order or by authorisation."""
    signer = _signer(draft, on)
    return signer is not None and (signer.role == Role.LEADER or _chosen(draft, signer) in _BY_ORDER)


def _signer(draft: "Draft", on: dt.date) -> Officer | None:
    return next((one for one in signers_of(draft.agency_id, on) if one.account_id == draft.signer_id), None)


def _chosen(draft: "Draft", officer: Officer | None) -> Competence:
    if draft.signer_competence == SigningPower.OWN:
        return Competence.NONE
    if draft.signer_competence != SigningPower.BY_POSITION:
        return Competence(draft.signer_competence)
    return usual_power(officer, draft.agency.name) if officer else Competence.NONE


def is_collective(agency_name: str) -> bool:
    """Whether the agency decides as a body, so that its documents are signed on its behalf (TM.)."""
    return agency_name.lower().startswith((_COMMITTEE.lower(), _COUNCIL.lower()))


def head_title(agency_name: str) -> str:
    """The position of the agency's head, for the lines “KT.”, “TL.” and “TUQ.”."""
    return next((title for start, title in _HEADS if agency_name.lower().startswith(start.lower())), "Thủ trưởng")


def issuer_lines(agency_name: str) -> list[str]:
    """The issuer's name as it stands in the head: a committee or council above the name of its area."""
    for collective in (_COMMITTEE, _COUNCIL):
        if agency_name.lower().startswith(collective.lower() + " "):
            return [collective, agency_name[len(collective) :].split(",")[0].strip()]
    return [agency_name]


def signer_lines(*, agency_name: str, power: Competence, title: str) -> list[str]:
    """The lines above a signature: power, the body or head in whose name it is given, the signer's position."""
    position, head = _short(title, agency_name), head_title(agency_name)
    acting = next((f"Q. {position[len(start) :].strip()}" for start in _ACTING if position.startswith(start)), "")
    if power == Competence.COLLECTIVE:
        is_deputy = fold(position).startswith("pho ")
        return [f"TM. {issuer_lines(agency_name)[0]}", *([f"KT. {head}"] if is_deputy else []), acting or position]
    if power in (Competence.DEPUTY, Competence.ORDER, Competence.AUTHORISED):
        return [f"{power}. {head}", position]
    return [acting or f"Q. {position}"] if power == Competence.ACTING else [position]


def authority_of(*, agency_name: str, power: Competence) -> str:
    """Who decides, above the grounds of a decision: the collective body, otherwise the agency's head."""
    return agency_name if power == Competence.COLLECTIVE else f"{head_title(agency_name)} {agency_name}"


def _short(title: str, agency_name: str) -> str:
    """The position without the name of the agency, which already stands in the head."""
    for name in (agency_name, issuer_lines(agency_name)[0]):
        found = title.lower().find(name.lower())
        if found > 0:
            return title[:found].strip()
    return title.removesuffix(" Sở").removesuffix(" Trung tâm")
