"""Pictures of signatures and seals: who may deposit them, what is refused, what the demonstration invents."""

import datetime as dt
import struct
import zlib

import pytest

from sen.foundation.signing import services
from sen.foundation.signing.errors import PictureNotTransparent, PictureTooLarge, PictureWrongColour
from sen.foundation.signing.models import SignaturePicture
from sen.foundation.signing.services.inspection import Ink, ink_of, png_facts
from sen.foundation.signing.types import PictureKind
from sen.kernel.errors import NotAllowed
from tests.factories import MONDAY

BLUE, RED, GREEN = (21, 64, 184), (212, 18, 26), (20, 160, 60)


def png(colour, *, width=60, height=30, alpha=True):
    """A stroke of the colour on a transparent, otherwise white ground."""
    kind, ground = (6, bytes((0, 0, 0, 0))) if alpha else (2, bytes((255, 255, 255)))
    ink = bytes(colour) + (b"\xff" if alpha else b"")
    rows = b"".join(b"\0" + b"".join(ink if 8 < y < 20 and 10 < x < 50 else ground for x in range(width)) for y in range(height))
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, kind, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def chunk(name, content):
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def keep(actor, picture, kind=PictureKind.PERSON, owner_id=None, *, width_mm=40.0, now=MONDAY):
    owner = actor.account_id if owner_id is None else owner_id
    return services.keep_picture(actor=actor, kind=kind, owner_id=owner, png=picture, width_mm=width_mm, now=now)


def test_an_officer_deposits_a_blue_picture_and_it_is_used_from_then_on(approver):
    keep(approver, png(BLUE))
    found = services.person_picture(approver.account_id, approver.name)
    assert (found.png, found.width_mm, found.height_mm, found.is_demo) == (png(BLUE), 40.0, 20.0, False)


def test_a_newer_picture_withdraws_the_one_before_and_none_is_lost(approver):
    first = keep(approver, png(BLUE))
    keep(approver, png(BLUE, width=80), now=MONDAY + dt.timedelta(days=1))
    first.refresh_from_db()
    assert first.withdrawn_at == MONDAY + dt.timedelta(days=1)
    assert SignaturePicture.objects.count() == 2
    assert services.person_picture(approver.account_id, "").png == png(BLUE, width=80)


def test_the_clerk_deposits_the_red_seal_of_the_own_agency_only(registrar, agency, other_agency):
    keep(registrar, png(RED), PictureKind.AGENCY, agency.pk, width_mm=36.0)
    assert services.agency_picture(agency.pk, agency.name).width_mm == 36.0
    with pytest.raises(NotAllowed):
        keep(registrar, png(RED), PictureKind.AGENCY, other_agency.pk)
    assert SignaturePicture.objects.count() == 1


def test_nobody_deposits_anothers_signature_and_a_leader_no_seal(approver, specialist, agency):
    for kind, owner in ((PictureKind.PERSON, specialist.account_id), (PictureKind.AGENCY, agency.pk)):
        with pytest.raises(NotAllowed):
            keep(approver, png(BLUE), kind, owner)
    assert not SignaturePicture.objects.exists()


@pytest.mark.parametrize(
    ("picture", "error"),
    [
        (png(RED), PictureWrongColour),
        (png(GREEN), PictureWrongColour),
        (png((90, 90, 90)), PictureWrongColour),
        (png(BLUE, alpha=False), PictureNotTransparent),
        (b"\xff\xd8\xff\xe0 a photo", PictureNotTransparent),
        (b"", PictureNotTransparent),
        (png(BLUE)[:40], PictureWrongColour),
        (png(BLUE) + bytes(400_001), PictureTooLarge),
    ],
)
def test_what_is_not_a_blue_transparent_png_is_refused(approver, picture, error):
    with pytest.raises(error):
        keep(approver, picture)
    assert not SignaturePicture.objects.exists()


def test_the_demonstration_invents_pictures_that_say_so_and_stay_the_same(agency):
    signature, seal = services.person_picture(7, "Phạm Minh Đức"), services.agency_picture(agency.pk, agency.name)
    assert signature.is_demo
    assert seal.is_demo
    assert (ink_of(signature.png), ink_of(seal.png)) == (Ink.BLUE, Ink.RED)
    assert png_facts(signature.png).transparent
    assert (seal.width_mm, seal.height_mm) == (36.0, 36.0)
    assert services.person_picture(7, "Phạm Minh Đức") == signature
    assert services.person_picture(7, "Phạm Minh Tâm").png != signature.png


def test_with_real_keys_nothing_is_invented(db):
    services.use_signer(object())
    assert services.person_picture(7, "Phạm Minh Đức") is None
    assert services.agency_picture(1, "Ủy ban nhân dân") is None
