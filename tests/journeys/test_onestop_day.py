"""A day at a one-stop, through HTTP: kiosk, counter, hand-over, return, register and report."""

import io
import re
import uuid
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from sen.capabilities.dossiers import services as dossiers
from sen.capabilities.dossiers.models import Dossier, OfficialForm
from sen.capabilities.onestop.models import Desk, HandOver, Ticket, TicketGroup
from sen.capabilities.procedures.models import RequiredDocument
from sen.foundation.agencies.models import Agency
from sen.kernel import clock
from sen.kernel.actor import Actor
from tests.dossier_factories import at_signature, make_rules, make_version
from tests.factories import make_person, make_unit, signed_in

pytestmark = pytest.mark.django_db


def body(response: Any) -> bytes:
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def test_a_whole_day(
    client: Client, clerk: Actor, head: Actor, specialist: Actor, approver: Actor, agency: Agency, province: Agency
) -> None:
    make_rules()
    version = make_version("Đăng ký thành lập hộ kinh doanh")
    unit = make_unit("Phường Cao Lãnh", parent=make_unit("Tỉnh Đồng Tháp", level="province"), code=agency.area_code)
    person = make_person("Võ Thị Hồng Gấm", identity_number="087179990071", unit=unit)
    group = TicketGroup.objects.create(agency=agency, letter="C", name="Hộ kinh doanh")
    desk = Desk.objects.create(agency=agency, number=3)

    # A visitor takes a number; the officer sits down and calls it.
    visitor = Client()
    slip = visitor.post(f"/mot-cua/lay-so/{agency.key}/", {"group": group.pk, "request_id": uuid.uuid4()}).headers["Location"]
    assert "C001" in visitor.get(slip).content.decode()
    officer = signed_in(client, clerk)
    officer.post("/mot-cua/hang-cho/", {"lam": "ngoi", "so": desk.pk})
    officer.post("/mot-cua/hang-cho/", {"lam": "goi", "so": 0})
    assert "Mời bạn đến quầy" in visitor.get(slip).content.decode()
    display = visitor.get(f"/mot-cua/bang-goi/{agency.key}/").content.decode()
    assert "C001" in display and person.name not in display

    # The card is scanned, the procedure typed in plain words, the dossier accepted.
    counter = "/mot-cua/tiep-nhan/"
    request_id = uuid.uuid4()
    card = f"{person.identity_number}||{person.name}|{person.born_on:%d%m%Y}|Nữ|Số 5, Phường Cao Lãnh, Đồng Tháp|01012022"
    typed: dict[str, Any] = {"request_id": request_id, "number": card, "procedure_text": "thanh lap ho kinh doanh", "lam": "dien"}
    html = officer.post(counter, typed).content.decode()
    assert person.name in html and "3 ngày làm việc" in html and f'value="{version.procedure.code}"' in html
    papers = {f"p{paper.pk}-originals": 1 for paper in RequiredDocument.objects.filter(version=version)}
    final = {
        "request_id": request_id, "number": person.identity_number, "name": person.name, "unit": unit.pk, "procedure": version.procedure.code,
        "receipt_way": "counter", "fee_mode": "none", "lam": "tiep-nhan",
    }  # fmt: skip
    done = officer.post(counter, final | papers).headers["Location"]
    dossier = Dossier.objects.get()
    assert done == f"{counter}{dossier.code}/xong/" and dossier.applicant_person_id == person.pk
    receipt = OfficialForm.objects.get(dossier=dossier, kind="receipt")
    page = f"/mot-cua/ho-so/{dossier.code}/"
    assert f"{page}bieu-mau/{receipt.pk}/" in officer.get(done).content.decode()
    assert body(officer.get(f"{page}bieu-mau/{receipt.pk}/")).startswith(b"%PDF")

    # Transferred from the list, the papers handed over with a record.
    officer.post("/mot-cua/", {"ho-so": [f"{dossier.pk}:{dossier.event_count}"]})
    prefix = str(agency.pk)
    officer.post("/mot-cua/ban-giao/", {"nhan": prefix, "ho-so": dossier.pk, f"{prefix}-received_by": head.name})
    assert body(officer.get(f"/mot-cua/ban-giao/{HandOver.objects.get().pk}/pdf/")).startswith(b"%PDF")

    # The agency settles it; the one-stop returns the result.
    now = clock.now()
    signing = at_signature(Dossier.objects.get(), head, specialist, now=now)
    dossiers.sign_outcome(actor=approver, item_id=signing.pk, now=now)
    assert dossier.code in officer.get("/mot-cua/?tab=tra").content.decode()
    seen = re.search(r'name="tra-seen" value="(\d+)"', officer.get(page).content.decode())
    assert seen is not None
    officer.post(page, {"lam": "tra", "tra-seen": seen[1], "tra-collected_by": person.name, "tra-proof": "receipt"})
    assert Dossier.objects.get().state == "returned"
    officer.post("/mot-cua/hang-cho/", {"lam": "xong", "so": Ticket.objects.get().pk})

    # The register and the report say what happened.
    sheet = load_workbook(io.BytesIO(body(officer.get("/mot-cua/so-theo-doi/excel/")))).active
    line = [cell.value for cell in sheet[4]]
    assert (line[1], line[3], line[11]) == (dossier.code, person.name, person.name)
    today = f"{clock.today():%d/%m/%Y}"
    query = f"?kind=free&since={today}&until={today}"
    report = officer.get(f"/mot-cua/bao-cao/06a/{query}").content.decode()
    assert "Số liệu khớp" in report
    assert dossier.code in officer.get(f"/mot-cua/bao-cao/06a/c8/{query}").content.decode()
