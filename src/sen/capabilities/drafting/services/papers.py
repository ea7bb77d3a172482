"""Papers of a draft: the layout of Decree 30, the person's signature, the agency's seal.

The signing use case calls them in this order, each with the bytes the one before gave: ``render_draft`` → ``sign_person``
→ (the clerk) ``sign_agency``; annexes in files of their own get ``sign_annex``.  Nothing here writes to the database.

Basis: 30/2020/NĐ-CP, Article 13, Appendix I and III.
"""

import datetime as dt
from typing import TYPE_CHECKING, Any

from sen.capabilities.drafting.selectors.signers import authority_of, issuer_lines, signing_of
from sen.capabilities.drafting.services.body import end_mark, parse_body, split_annexes
from sen.capabilities.drafting.services.layouts import layout_of, place_of
from sen.capabilities.drafting.services.naming import lines_of
from sen.foundation.agencies.selectors import get_agency
from sen.foundation.printing.services import render_pdf
from sen.foundation.signing.services import agency_picture, person_picture, sign_pdf, signs_for_show
from sen.foundation.signing.types import SignatureLook, SignatureRole, SignerIdentity
from sen.kernel import clock
from sen.kernel.actor import Actor

if TYPE_CHECKING:
    from sen.capabilities.drafting.models import Draft
    from sen.foundation.agencies.models import Agency

Facts = dict[str, Any]
_DEPARTMENT = "department"
_URGENCY = ("", "KHẨN", "THƯỢNG KHẨN", "HỎA TỐC")


def render_draft(draft: "Draft", *, on: dt.date, sign: str = "") -> bytes:
    """The PDF of the draft in the layout of its kind, as it would be signed on the day.

    ``sign`` is number and notation such as ``05/QĐ-UBND``; empty prints a preview marked as a draft, without date and without areas
    for signatures.
    """
    return render_pdf(f"drafting/papers/{layout_of(draft.kind_code).template}.typ", paper_facts(draft, on=on, sign=sign))


def sign_person(pdf: bytes, *, draft: "Draft", actor: Actor, now: dt.datetime) -> bytes:
    """The PDF with the person's PAdES signature: their blue picture between position and name.  Raises NotSignable."""
    agency = get_agency(draft.agency_id)
    identity = SignerIdentity(name=actor.name, title=draft.signer_title or actor.title, agency=agency.name, account_id=actor.account_id)
    look = SignatureLook(picture=person_picture(actor.account_id, actor.name))
    return sign_pdf(
        pdf, signer=identity, reason=draft.subject[:120], location=place_of(agency), at=now, role=SignatureRole.PERSON, look=look
    )


def sign_agency(pdf: bytes, *, draft: "Draft", actor: Actor, now: dt.datetime) -> bytes:
    """The signed PDF with the agency's PAdES signature: the red seal over the left third of the person's.  Raises NotSignable.

    Basis: 30/2020/NĐ-CP, Article 32 (the clerk alone, and only on what the authorised person has signed).
    """
    agency = get_agency(draft.agency_id)
    look = SignatureLook(picture=agency_picture(agency.pk, agency.name))
    return sign_pdf(
        pdf, signer=_agency_identity(agency), reason=draft.code, location=place_of(agency), at=now, role=SignatureRole.AGENCY, look=look
    )


def sign_annex(pdf: bytes, *, draft: "Draft", now: dt.datetime) -> bytes:
    """An annex in a file of its own with the agency's signature: number, sign and time at the top right.  Raises NotSignable.

    Basis: 30/2020/NĐ-CP, Appendix I, Part I, III.1d.
    """
    agency = get_agency(draft.agency_id)
    words = (f"{draft.code}; {signing_time(now)}",)
    return sign_words(pdf, agency=agency, words=words, reason=draft.code, now=now)


def sign_words(pdf: bytes, *, agency: "Agency", words: tuple[str, ...], reason: str, now: dt.datetime) -> bytes:
    """The file with the agency's signature shown as words at the top right of its first page.  Raises NotSignable."""
    look = SignatureLook(words=words)
    return sign_pdf(
        pdf, signer=_agency_identity(agency), reason=reason, location=place_of(agency), at=now, role=SignatureRole.AGENCY, look=look
    )


def signing_time(instant: dt.datetime) -> str:
    """The time of signing as stamps show it: day, time to the second, zone as in ISO 8601."""
    local = clock.local(instant)
    offset = local.strftime("%z")
    return f"{local:%d/%m/%Y %H:%M:%S} {offset[:3]}:{offset[3:]}"


def paper_facts(draft: "Draft", *, on: dt.date, sign: str) -> Facts:
    """Everything the templates print of a draft, as JSON values."""
    agency = get_agency(draft.agency_id)
    layout, signing = layout_of(draft.kind_code), signing_of(draft, on)
    authority = authority_of(agency_name=agency.name, power=signing.power)
    main, annexes = split_annexes(parse_body(draft.body))
    return {
        **letterhead_facts(agency),
        "demo": draft.is_demo or signs_for_show(),
        "form": {"title": draft.subject or layout.name, "kind": layout.name, "verdict": layout.verdict},
        "number": sign,
        "notation": f"/{draft.notation}" if draft.notation else "/…",
        "notation_tail": f"/{(draft.notation or '…')}",
        "date": on.isoformat() if sign else "",
        "draft_label": "" if sign else "DỰ THẢO",
        "urgency": _URGENCY[draft.urgency],
        "subject": _about(draft.subject) if layout.template == "letter" else draft.subject,
        "addressees": lines_of(draft.addressees),
        "authority": authority,
        "sender": authority,
        "grounds": _grounds(draft.legal_basis),
        "body": end_mark(main),
        "annexes": annexes,
        "places": lines_of(draft.places),
        "filed": ", ".join(part for part in ("VT", draft.unit_sign) if part),
        "signer": {"lines": signing.lines, "name": draft.signed_by_name or _signer_name(draft)},
        "areas": bool(sign),
        "looks": _look_sizes(draft, agency),
    }


def letterhead_facts(agency: "Agency") -> Facts:
    """Head of a paper of the agency: issuer, the body above it, place, and whether the demonstration's keys sign."""
    lines = issuer_lines(agency.name)
    parent = agency.parent.name if agency.parent and len(lines) == 1 and agency.level == _DEPARTMENT else ""
    return {
        "issuer": {"name": agency.name, "lines": lines, "parent": parent},
        "place": place_of(agency),
        "demo": signs_for_show(),
    }


def _signer_name(draft: "Draft") -> str:
    return draft.signer.name if draft.signer else ""


def _look_sizes(draft: "Draft", agency: "Agency") -> Facts:
    """Real sizes of both pictures in millimetres: the room a signature needs must be there before it is made."""
    person = person_picture(draft.signer_id, _signer_name(draft))
    seal = agency_picture(agency.pk, agency.name)
    sizes: Facts = {"person": {"width": person.width_mm, "height": person.height_mm}} if person else {}
    return {**sizes, **({"seal": seal.width_mm} if seal else {})}


def _agency_identity(agency: "Agency") -> SignerIdentity:
    return SignerIdentity(name=agency.name, title="", agency=agency.name)


def _about(subject: str) -> str:
    """What a letter is about without the words “về việc”, which its cell already says."""
    for start in ("về việc ", "v/v "):
        if subject.lower().startswith(start):
            return subject[len(start) :]
    return subject[:1].lower() + subject[1:] if subject[1:2].islower() else subject


def _grounds(text: str) -> list[str]:
    """One ground a line, each closed by a semicolon, the last by a full stop."""
    lines = [line.rstrip(" ;.") for line in lines_of(text)]
    return [f"{line}{'.' if number == len(lines) else ';'}" for number, line in enumerate(lines, start=1)]
