"""PAdES signatures on PDF files."""

import datetime as dt
from collections.abc import Iterable
from io import BytesIO
from typing import Any

from asn1crypto import keys, x509
from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, BoxConstraints, Margins, SimpleBoxLayoutRule
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers
from pyhanko.sign.timestamps.api import TimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper
from pyhanko.sign.timestamps.requests_client import RequestsHTTPTimeStamper
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator.registry import SimpleCertificateStore

from sen.foundation.printing.services import render_pdf
from sen.foundation.signing.errors import NotSignable, TimestampMissing
from sen.foundation.signing.services.areas import free_area, free_name, open_areas, open_corner
from sen.foundation.signing.services.keys import current_signer
from sen.foundation.signing.types import SignatureLook, SignatureRole, Signer, SignerIdentity
from sen.kernel import clock

_SIGNATURE_BYTES = 6000
_TIMESTAMP_BYTES = 12_000
_TIMESTAMP_SECONDS = 10
WORDS_WIDTH_MM = 92.0
WORDS_LINE_MM = 4.6


def sign_pdf(
    pdf: bytes,
    *,
    signer: SignerIdentity,
    reason: str,
    location: str,
    at: dt.datetime,
    role: SignatureRole | str | None = None,
    look: SignatureLook | None = None,
) -> bytes:
    """The PDF with one more PAdES signature (B-T where a time-stamping authority is at hand, otherwise B-B).

    The first signature turns every marked area of the form into a signature field.  A free field of the role gets a
    visible stamp; without one the signature is invisible.  Earlier signatures stay valid.  Without a role an identity
    with an account signs as a person, one without as an agency.  A look replaces the usual stamp by a picture in the
    area, or by words at the top right of the first page.  Raises NotSignable, TimestampMissing, and what the keys' place raises.
    Basis: 30/2020/NĐ-CP, Article 13 and Appendix I (digital signature of a person and of an agency); ETSI EN 319 142.
    """
    wanted = SignatureRole(role) if role else (SignatureRole.PERSON if signer.account_id else SignatureRole.AGENCY)
    port = current_signer()
    try:
        writer = IncrementalPdfFileWriter(BytesIO(pdf))
        open_areas(writer)
        area, size = _area(writer, wanted, look)
        meta = signers.PdfSignatureMetadata(
            field_name=area,
            md_algorithm="sha256",
            subfilter=fields.SigSeedSubFilter.PADES,
            reason=reason or None,
            location=location or None,
            name=signer.name,
        )
        stamp = _stamp_style(signer, wanted, at, size, look) if size else None
        dated = _DatedPdfSigner(meta, _PortSigner(port, signer), timestamper=_timestamper(port, at), stamp_style=stamp, at=at)
        output = dated.sign_pdf(writer, bytes_reserved=_room(port, signer))
    except TimestampRequestError as error:
        raise TimestampMissing from error
    except (PdfError, ValueError) as error:
        raise NotSignable from error
    return bytes(output.getbuffer())


def sign_many(
    documents: Iterable[bytes],
    *,
    signer: SignerIdentity,
    reason: str,
    location: str,
    at: dt.datetime,
    role: SignatureRole | str | None = None,
) -> list[bytes]:
    """Each PDF signed as by sign_pdf, in order; raises NotSignable at the first that cannot be."""
    return [sign_pdf(pdf, signer=signer, reason=reason, location=location, at=at, role=role) for pdf in documents]


# The library would leave five points free on each side; a seal has its real size.
_FILLING = SimpleBoxLayoutRule(x_align=AxisAlignment.ALIGN_MID, y_align=AxisAlignment.ALIGN_MID, margins=Margins(0, 0, 0, 0))


class _PortSigner(signers.Signer):
    """The library's signer, with the key behind the port."""

    def __init__(self, port: Signer, identity: SignerIdentity) -> None:
        self._port, self._identity = port, identity
        self._leaf, *above = (x509.Certificate.load(der) for der in port.chain(identity).certificates)
        store = _store(above)
        super().__init__(signing_cert=self._leaf, cert_registry=store)

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        """The signature; a dry run asks only for its size."""
        return bytes(self._signature_size()) if dry_run else self._port.sign(self._identity, data)

    def _signature_size(self) -> int:
        public = self._leaf.public_key
        return 72 if public.algorithm == "ec" else int(public.byte_size)


class _DatedPdfSigner(signers.PdfSigner):
    """Signs with the instant of the use case instead of the machine's."""

    def __init__(self, *args: Any, at: dt.datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._at = at.astimezone(clock.PROVINCE_TIME)

    def init_signing_session(self, *args: Any, **kwargs: Any) -> Any:
        """The library's session, with its clock set."""
        session = super().init_signing_session(*args, **kwargs)
        session.system_time = self._at
        return session


class _PdfBytes(PdfContent):
    """The first page of a PDF held in memory, as the content of a stamp."""

    def __init__(self, pdf: bytes) -> None:
        super().__init__()
        self._pdf = pdf

    def render(self) -> bytes:
        """The operator that draws the page; the page itself becomes a resource."""
        page = self._ensure_writer.import_page_as_xobject(PdfFileReader(BytesIO(self._pdf)))
        self.resources.xobject["/Stamp"] = page
        left, bottom, right, top = page.get_object()["/BBox"]
        self.box = BoxConstraints(width=abs(right - left), height=abs(top - bottom))
        return b"/Stamp Do"


def _area(writer: IncrementalPdfFileWriter, role: SignatureRole, look: SignatureLook | None) -> tuple[str, tuple[float, float] | None]:
    """The field the signature goes to, and its size in points when it shows anything."""
    if look is None or not look.words:
        return free_area(writer, role)
    name = free_name(writer, role)
    return name, open_corner(writer, name, (WORDS_WIDTH_MM, WORDS_LINE_MM * len(look.words)))


def _stamp_style(
    signer: SignerIdentity, role: SignatureRole, at: dt.datetime, size: tuple[float, float], look: SignatureLook | None
) -> StaticStampStyle:
    if look is not None and (look.picture or look.words):
        return StaticStampStyle(background=_PdfBytes(_look_pdf(look, size)), border_width=0, background_layout=_FILLING)
    facts = {
        "name": signer.name,
        "title": signer.title,
        "agency": signer.agency,
        "at": clock.local(at).strftime("%H:%M:%S %d/%m/%Y"),
        "width": size[0],
        "height": size[1],
    }
    return StaticStampStyle(background=_PdfBytes(render_pdf(f"signing/{role.value}.typ", facts)), border_width=0)


def _look_pdf(look: SignatureLook, size: tuple[float, float]) -> bytes:
    facts = {"width": size[0], "height": size[1], "words": list(look.words)}
    if look.picture is None:
        return render_pdf("signing/words.typ", facts)
    return render_pdf("signing/picture.typ", facts, {"look": look.picture.png})


def _room(port: Signer, signer: SignerIdentity) -> int:
    """Hexadecimal digits to reserve for the signature: both chains and a generous rest, so that no trial signature is needed."""
    held = port.timestamp_key()
    chains = [port.chain(signer), *([held[0]] if held else [])]
    outside = _TIMESTAMP_BYTES if port.timestamp_url() else 0
    return 2 * (_SIGNATURE_BYTES + outside + sum(len(der) for chain in chains for der in chain.certificates))


def _timestamper(port: Signer, at: dt.datetime) -> TimeStamper | None:
    held = port.timestamp_key()
    if held is None:
        address = port.timestamp_url()
        return RequestsHTTPTimeStamper(address, timeout=_TIMESTAMP_SECONDS) if address else None  # type: ignore[no-untyped-call]
    chain, key = held
    leaf, *above = (x509.Certificate.load(der) for der in chain.certificates)
    return DummyTimeStamper(leaf, keys.PrivateKeyInfo.load(key), certs_to_embed=_store(above), fixed_dt=at.astimezone(dt.UTC))


def _store(certificates: list[x509.Certificate]) -> SimpleCertificateStore:
    store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    store.register_multiple(certificates)
    return store
