"""Messages and packets the tests speak about."""

import base64
import dataclasses
import datetime as dt
import io
import zipfile

from sen.capabilities.edocs.adapters.edxml.moments import VIETNAM
from sen.capabilities.edocs.types import (
    Answered,
    Attachment,
    Business,
    BusinessFacts,
    Contact,
    DocumentMessage,
    Organ,
    Receiver,
    Replacement,
    Signer,
    StatusMessage,
    Trace,
)

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
AT = dt.datetime(2026, 11, 20, 9, 30, 15, tzinfo=VIETNAM)
NS = "http://www.mic.gov.vn/TBT/QCVN_102_2016"
OFFICE = Organ(
    "G22", "Văn phòng Chính phủ", "Chính phủ", "Số 1 Hoàng Hoa Thám, Hà Nội", "vpcp@vidu.gov.vn", "080.43162", "080.44130", "vpcp.vidu.vn"
)
PROVINCE = Organ("H20", "Ủy ban nhân dân tỉnh Đồng Tháp")
NEIGHBOUR = Organ("H61", "Ủy ban nhân dân tỉnh Vĩnh Long")
DOCUMENT_ID = "G22,2026/11/20,7816/VPCP-TTĐT"
ANSWERED = Answered("H20", "12/UBND-VX", dt.date(2026, 11, 2), "H20,2026/11/02,12/UBND-VX")

DOCUMENT = DocumentMessage(
    sender=OFFICE,
    receivers=(PROVINCE, NEIGHBOUR),
    number="7816",
    notation="VPCP-TTĐT",
    issued_on=dt.date(2026, 11, 20),
    document_id=DOCUMENT_ID,
    subject='Về việc rà soát <thủ tục> & "quy trình" điện tử',
    type_code="18",
    type_name="Công văn",
    type_detail="0",
    place="Hà Nội",
    content="Tóm tắt nội dung",
    signer=Signer("KT. BỘ TRƯỞNG, CHỦ NHIỆM", "PHÓ CHỦ NHIỆM", "Nguyễn Văn Mẫu"),
    due_on=dt.date(2026, 12, 1),
    to_places=("UBND các tỉnh, thành phố trực thuộc Trung ương", "Lưu: VT, TTĐT (3)."),
    priority=2,
    sphere="Toàn quốc",
    typer="TVC",
    copies=90,
    pages=3,
    direction=False,
    appendixes=("Phụ lục I",),
    answers=(ANSWERED,),
    steering=1,
    traces=(Trace("G22", AT), Trace("VPCP", AT + dt.timedelta(minutes=1))),
    business=BusinessFacts(contact=Contact("Vụ Tổng hợp", "Trần Thị Thử", "0900000001", "thu@vidu.gov.vn"), paper=True),
    attachments=(
        Attachment("7816.pdf", PDF, "application/pdf", "Văn bản", "b3c7a6f0-0001-4000-8000-000000000001"),
        Attachment("phu-luc.xlsx", b"PK-not-really-a-zip", "application/vnd.ms-excel", "Phụ lục", "b3c7a6f0-0002-4000-8000-000000000002"),
    ),
)
RECALL = dataclasses.replace(
    DOCUMENT, attachments=DOCUMENT.attachments[:1], business=BusinessFacts(Business.RECALL, "Ban hành nhầm", document_id=DOCUMENT_ID)
)
UPDATE = dataclasses.replace(
    DOCUMENT,
    business=BusinessFacts(
        Business.UPDATE,
        "Đính chính trích yếu",
        DOCUMENT_ID,
        True,
        True,
        (Receiver(1, "H20"), Receiver(0, "H61")),
        Contact(name="Văn thư"),
        False,
    ),
)
REPLACE = dataclasses.replace(
    DOCUMENT,
    business=BusinessFacts(
        Business.REPLACE,
        "Thay văn bản ban hành trước",
        replacements=(Replacement("G22,2026/11/10,7700/VPCP-TTĐT", ("H20", "H61")), Replacement("G22,2026/11/11,7701/VPCP-TTĐT", ())),
    ),
)
STATUSES = [
    StatusMessage(
        sender=PROVINCE,
        answered=Answered("G22", "7816/VPCP-TTĐT", dt.date(2026, 11, 20), DOCUMENT_ID),
        code=code,
        at=AT,
        description=f"Lý do {code}",
        contact=Contact("Văn phòng", "Lê Văn Thư", "0900000002", "thu.lv@vidu.gov.vn"),
    )
    for code in ("01", "02", "03", "04", "05", "06", "13", "15", "16")
]


def zipped(content: bytes, name: str = "7816.pdf", **more: bytes) -> bytes:
    """The content as a ZIP of one entry, or of more."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for each, inside in {name: content, **more}.items():
            archive.writestr(each, inside)
    return made.getvalue()


def carried(content: bytes) -> str:
    """The content as it stands in a packet."""
    return base64.b64encode(content).decode()


def small_packet(
    *,
    payload: str = "",
    open_root: str | None = None,
    close_root: str | None = None,
    prefix: str = "edXML:",
    namespace: str = NS,
    extra: str = "",
) -> str:
    """A packet written by hand, the way another program might."""
    p = prefix
    declared = f'xmlns:edXML="{namespace}"' if prefix else f'xmlns="{namespace}"'
    start = open_root if open_root is not None else f'<edXML xmlns="{namespace}"><{p}edXMLEnvelope {declared}>'
    end = close_root if close_root is not None else "</edXML>"
    files = (
        f"<AttachmentEncoded><Attachment><ContentType>application/pdf</ContentType><ContentId>a1</ContentId>"
        f"<ContentTransferEncoded>{payload}</ContentTransferEncoded><AttachmentName>7816.pdf</AttachmentName></Attachment></AttachmentEncoded>"
        if payload
        else ""
    )
    envelope_end = f"</{p}edXMLEnvelope>"
    return (
        f'<?xml version="1.0" encoding="utf-8"?>{start}<{p}edXMLHeader><{p}MessageHeader>'
        f"<{p}From><{p}OrganId>G22</{p}OrganId><{p}OrganName>Văn phòng Chính phủ</{p}OrganName></{p}From>"
        f"<{p}To><{p}OrganId>H20</{p}OrganId></{p}To>"
        f"<{p}Code><{p}CodeNumber>7816</{p}CodeNumber><{p}CodeNotation>VPCP-TTĐT</{p}CodeNotation></{p}Code>"
        f"<{p}PromulgationInfo><{p}Place>Hà Nội</{p}Place><{p}PromulgationDate>2026/11/20</{p}PromulgationDate></{p}PromulgationInfo>"
        f"<{p}Subject>Về việc thử</{p}Subject><{p}DocumentId>{DOCUMENT_ID}</{p}DocumentId></{p}MessageHeader>{extra}</{p}edXMLHeader>"
        f"<{p}edXMLBody></{p}edXMLBody>"
        + (f"{files}{envelope_end}" if open_root is not None and not close_root else f"{envelope_end}{files}{end}")
    )
