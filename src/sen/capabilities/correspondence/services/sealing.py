"""The agency's signature on documents that were signed before they came into the register."""

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from sen.capabilities.correspondence.errors import NoFile
from sen.capabilities.correspondence.models import OutgoingDocument
from sen.capabilities.correspondence.policies import access_outgoing, check_is_clerk
from sen.capabilities.correspondence.selectors.reading import list_content_files
from sen.capabilities.correspondence.services.outgoing import seal_outgoing
from sen.capabilities.correspondence.types import NewFile, sealed_by_app
from sen.foundation.files.selectors import read_bytes
from sen.foundation.files.services import store_bytes
from sen.foundation.signing.services import sign_pdf
from sen.foundation.signing.types import SignatureLook, SignatureRole, SignerIdentity
from sen.kernel import clock
from sen.kernel.actor import Actor

if TYPE_CHECKING:
    from sen.foundation.files.models import StoredFile

_PDF = "application/pdf"


@transaction.atomic
def seal_files(*, actor: Actor, outgoing_id: int, now: dt.datetime) -> OutgoingDocument:
    """Sign every PDF of a registered document for the agency, with number and time at the top right, and keep the signed files.

    Raises NotFound, NotAllowed, NoFile, AlreadyIssued, NotSignable.
    Basis: 30/2020/NĐ-CP, Article 32 and Appendix I part II (the clerk signs for the agency what the authorised person has signed).
    """
    outgoing = access_outgoing(actor, outgoing_id)
    check_is_clerk(actor, outgoing.agency_id)
    files = list_content_files([outgoing.content_id]).get(outgoing.content_id, [])
    if not any(row.file.media_type == _PDF for row in files):
        raise NoFile("files")
    sealed = [
        NewFile(_sealed(row.file, row.role, outgoing, actor, now) if row.file.media_type == _PDF else row.file_id, row.role, row.name)
        for row in files
    ]
    return seal_outgoing(actor=actor, outgoing_id=outgoing.pk, files=sealed, now=now)


def _sealed(file: "StoredFile", role: str, outgoing: OutgoingDocument, actor: Actor, now: dt.datetime) -> int:
    content = read_bytes(file)
    pdf = sealed_by_app(content, outgoing_id=outgoing.pk, role=role, actor=actor, now=now) or _stamped(content, outgoing, now)
    return store_bytes(name=file.name, content=pdf, actor=actor, now=now, media_type=_PDF, produced=True).pk


def _stamped(pdf: bytes, outgoing: OutgoingDocument, now: dt.datetime) -> bytes:
    local = clock.local(now)
    offset = local.strftime("%z")
    words = (f"{outgoing.content.code}; {local:%d/%m/%Y %H:%M:%S} {offset[:3]}:{offset[3:]}",)
    return sign_pdf(
        pdf,
        signer=SignerIdentity(name=outgoing.agency.name, title="", agency=outgoing.agency.name),
        reason=outgoing.content.code,
        location="",
        at=now,
        role=SignatureRole.AGENCY,
        look=SignatureLook(words=words),
    )
