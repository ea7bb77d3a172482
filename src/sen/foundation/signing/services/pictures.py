"""Pictures of signatures: what people and agencies deposited, and the demonstration's own inventions.

Basis: 30/2020/NĐ-CP, Appendix I, Part I, II.7d (the person's picture: blue, PNG, transparent) and II.8 (the seal: red, PNG,
transparent, real size).
"""

import datetime as dt
import hashlib
import random
from functools import lru_cache

from django.db import transaction

from sen.foundation.audit.services import record_change
from sen.foundation.printing.services import render_png
from sen.foundation.signing.errors import PictureNotTransparent, PictureTooLarge, PictureWrongColour
from sen.foundation.signing.models import SignaturePicture
from sen.foundation.signing.policies import check_may_keep
from sen.foundation.signing.services.inspection import Ink, ink_of, png_facts
from sen.foundation.signing.services.keys import signs_for_show
from sen.foundation.signing.types import Picture, PictureKind
from sen.kernel.actor import Actor

MAX_BYTES = 400_000
MAX_SIDE = 2400
SEAL_MM = 36.0
PERSON_MM = (45.0, 20.0)


@transaction.atomic
def keep_picture(*, actor: Actor, kind: PictureKind, owner_id: int, png: bytes, width_mm: float, now: dt.datetime) -> SignaturePicture:
    """Deposit the picture of a person's signature (``owner_id`` an account) or of an agency's seal, in place of the one before.

    The width in millimetres is the real one on paper; the height follows from the picture.
    Raises NotAllowed, PictureTooLarge, PictureNotTransparent, PictureWrongColour.
    """
    check_may_keep(actor, kind, owner_id)
    facts = png_facts(png)
    if facts is None or not facts.transparent:
        raise PictureNotTransparent(field="picture")
    if len(png) > MAX_BYTES or max(facts.width, facts.height) > MAX_SIDE:
        raise PictureTooLarge(field="picture")
    if ink_of(png) is not (Ink.BLUE if kind is PictureKind.PERSON else Ink.RED):
        raise PictureWrongColour(field="picture")
    SignaturePicture.objects.select_for_update().filter(kind=kind, owner_id=owner_id, withdrawn_at__isnull=True).update(withdrawn_at=now)
    height = width_mm * facts.height / facts.width
    kept = SignaturePicture.objects.create(
        kind=kind, owner_id=owner_id, png=png, width_mm=width_mm, height_mm=height, kept_by_id=actor.account, kept_at=now
    )
    detail = {"kind": kind.value, "sha256": hashlib.sha256(png).hexdigest()}
    record_change(actor=actor, action="keep_picture", subject_type=f"signature_{kind.value}", subject_id=owner_id, now=now, detail=detail)
    return kept


def person_picture(account_id: int | None, name: str) -> Picture | None:
    """The person's deposited picture; an invented one where the demonstration's authority signs; otherwise None."""
    found = _kept(PictureKind.PERSON, account_id) if account_id else None
    return found or (_invented_signature(name) if signs_for_show() else None)


def agency_picture(agency_id: int, name: str) -> Picture | None:
    """The agency's deposited seal; an invented one where the demonstration's authority signs; otherwise None."""
    return _kept(PictureKind.AGENCY, agency_id) or (_invented_seal(name) if signs_for_show() else None)


def _kept(kind: PictureKind, owner_id: int) -> Picture | None:
    found = SignaturePicture.objects.filter(kind=kind, owner_id=owner_id, withdrawn_at__isnull=True).first()
    return Picture(bytes(found.png), found.width_mm, found.height_mm) if found else None


@lru_cache(maxsize=512)
def _invented_signature(name: str) -> Picture:
    width, height = PERSON_MM
    facts = {"width": width, "height": height, "svg": _scrawl(name)}
    return Picture(render_png("signing/demo_signature.typ", facts), width, height, is_demo=True)


@lru_cache(maxsize=512)
def _invented_seal(name: str) -> Picture:
    return Picture(render_png("signing/demo_seal.typ", {"size": SEAL_MM, "name": name}), SEAL_MM, SEAL_MM, is_demo=True)


def _scrawl(name: str) -> str:
    """A line like a hand's that is the same for the same name and nobody's real signature."""
    dice = random.Random(hashlib.sha256(name.encode()).digest())  # noqa: S311 - a drawing, not a secret
    x, y = 30.0, 110.0
    path = [f"M {x:.0f} {y:.0f}"]
    for turn in range(len(name.split()) + 3):
        tall = dice.uniform(45, 95) if turn % 2 == 0 else dice.uniform(18, 40)
        reach = dice.uniform(38, 62)
        path.append(f"C {x + reach * 0.1:.0f} {y - tall:.0f} {x + reach * 0.9:.0f} {y - tall:.0f} {x + reach * 0.55:.0f} {y:.0f}")
        path.append(f"S {x + reach * 0.2:.0f} {y + dice.uniform(8, 30):.0f} {x + reach:.0f} {y - dice.uniform(0, 14):.0f}")
        x, y = x + reach, min(130.0, max(80.0, y - dice.uniform(-6, 12)))
    path.append(f"Q {x + 20:.0f} {y + 5:.0f} {min(430.0, x + 60):.0f} {y - dice.uniform(20, 45):.0f}")
    path.append(f"M {dice.uniform(40, 70):.0f} 150 Q 220 {dice.uniform(120, 150):.0f}")
    path.append(f"{dice.uniform(360, 430):.0f} {dice.uniform(138, 152):.0f}")
    drawn = " ".join(path)
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 450 200">'
        f'<path d="{drawn}" fill="none" stroke="#1540b8" stroke-width="4.2" stroke-linecap="round" stroke-linejoin="round"/></svg>'
    )
