"""A new member joins the axis, offers a described service, and another one's right to it reaches the gateway."""

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from joserfc.jwk import OKPKey

from sen.capabilities.exchange.models import Endpoint, Subsystem
from sen.foundation.agencies.models import Agency
from sen.gateway.trust.snapshot import Snapshot, unseal
from sen.kernel import clock
from sen.kernel.actor import Role
from sen.ui.format import date_text
from tests.factories import make_officer, signed_in

DESCRIPTION = b"""
openapi: 3.0.3
info: {title: Ho tich, version: "1.0"}
paths:
  /khai-sinh/{so}:
    get: {operationId: readBirth, summary: One birth record, responses: {"200": {description: ok}}}
  /khai-sinh:
    post: {operationId: addBirth, summary: Enter a birth, responses: {"201": {description: ok}}}
"""


@pytest.fixture(autouse=True)
def _own_keys(tmp_path: Path, settings: Any) -> None:
    settings.DATA_DIR = tmp_path
    settings.SITE_URL = "https://sen.example"


def link(client: Client, page: str, pattern: str) -> str:
    found = re.search(pattern, client.get(page).content.decode())
    assert found, page
    return found[0]


def csr() -> str:
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "gateway")])
    request = x509.CertificateSigningRequestBuilder().subject_name(subject).sign(ec.generate_private_key(ec.SECP256R1()), hashes.SHA256())
    return request.public_bytes(serialization.Encoding.PEM).decode()


def test_from_a_new_member_to_the_gateway(province_office: Agency, department: Agency) -> None:
    operator, asker = Client(), Client()
    signed_in(operator, make_officer(Role.AXIS, province_office))
    signed_in(asker, make_officer(Role.ADMIN, province_office))

    # The operator admits the department and the province's office.
    for code, name, agency in (("H20.TM03", "Sở Tư pháp", department), ("H20", "Ủy ban nhân dân tỉnh", province_office)):
        facts = {"member_class": "GOV", "code": code, "name": name, "agency_id": agency.pk}
        assert operator.post("/truc/thanh-vien/them/", facts).status_code == 302
    members = operator.get("/truc/thanh-vien/").content.decode()
    giver, taker = (int(re.search(rf"/truc/thanh-vien/(\d+)/\">{name}", members)[1]) for name in ("Sở Tư pháp", "Ủy ban nhân dân tỉnh"))  # type: ignore[index]

    # The department's gateway is registered, certified, and gets its settings.
    server_facts = {"owner_id": giver, "code": "STP", "name": "Máy chủ Sở Tư pháp", "address": "truc.stp.example:5500"}
    assert operator.post("/truc/may-chu/them/", server_facts).status_code == 302
    server = int(re.search(r"/truc/may-chu/(\d+)/", link(operator, "/truc/may-chu/", r"/truc/may-chu/\d+/"))[1])  # type: ignore[index]
    assert operator.post("/truc/chung-thu/cap/", {"whom": f"tls-{server}", "request": csr()}).status_code == 302
    told = b"".join(operator.post(f"/truc/may-chu/{server}/tep-cau-hinh/").streaming_content).decode()  # type: ignore[attr-defined]
    fetch_key = told.partition("gateway:")[2].partition("@")[0]
    control = re.search(r'"x": "([\w-]+)"', told)

    # Its register of civil status offers a service, described and activated.
    for owner, code in ((giver, "HOTICH"), (taker, "MOTCUA")):
        facts = {"code": code, "name": f"Hệ thống {code}", "server_ids": [server]}
        assert operator.post(f"/truc/thanh-vien/{owner}/he-thong/them/", facts).status_code == 302
    system = link(operator, f"/truc/thanh-vien/{giver}/", r"/truc/he-thong/\d+/")
    service_facts = {
        "code": "khai-sinh", "name": "Khai sinh", "kind": "OPENAPI3", "base_url": "https://hotich.stp.example/api", "timeout_seconds": "5",
        "max_request_kb": "1024", "max_answer_kb": "1024", "check_mode": "refuse", "verify_tls": "on", "personal": "on", "is_listed": "on",
    }  # fmt: skip
    assert operator.post(f"{system}dich-vu/them/", service_facts).status_code == 302
    service = link(operator, "/truc/dich-vu/", r"/truc/dich-vu/\d+/")
    shown = operator.post(f"{service}mo-ta/", {"file": SimpleUploadedFile("hotich.yaml", DESCRIPTION)}, follow=True)
    assert "GET /khai-sinh/{so}" in shown.content.decode()
    assert operator.post(f"{service}mo-ta/1/kich-hoat/").status_code == 302
    assert operator.post(f"{service}mo/").status_code == 302
    assert fetched(fetch_key, control).services[0].rights == ()

    # The office asks for one operation only; the operator approves, and puts it into force under an agreement.
    page = asker.get(f"{service}xin-quyen/").content.decode()
    wanted, caller = Endpoint.objects.get(operation_id="readBirth"), Subsystem.objects.get(code="MOTCUA")
    assert "GET /khai-sinh/{so}" in page
    assert f'value="{wanted.pk}"' in page
    request = {
        "subsystem_id": caller.pk, "whole": "some", "endpoint_ids": [wanted.pk], "purpose": "Xác minh khai sinh khi cấp thẻ",
        "legal_basis": "Nghị định 194/2025/NĐ-CP, Điều 16",
    }  # fmt: skip
    assert asker.post(f"{service}xin-quyen/", request).status_code == 302
    right = link(operator, "/truc/quyen/", r"/truc/quyen/\d+/")
    assert operator.post(f"{right}duyet/", {"reason": ""}).status_code == 302
    assert fetched(fetch_key, control).services[0].rights == ()
    today = clock.today()
    last = today + dt.timedelta(days=90)
    agreement_facts = {
        "number": "12/TT-STP", "provider_id": giver, "consumer_id": taker, "legal_basis": "Nghị định 194/2025/NĐ-CP", "purpose": "Xác minh",
        "signed_on": date_text(today), "valid_from": date_text(today), "ends_on": date_text(last),
    }  # fmt: skip
    assert operator.post("/truc/thoa-thuan/them/", agreement_facts).status_code == 302
    agreement = re.search(r"/truc/thoa-thuan/(\d+)/", link(operator, "/truc/thoa-thuan/", r"/truc/thoa-thuan/\d+/"))
    assert agreement
    assert operator.post(f"{right}hieu-luc/", {"agreement_id": agreement[1]}).status_code == 302

    # The gateway's next configuration carries exactly that.
    snapshot = fetched(fetch_key, control)
    (offered,) = snapshot.services
    assert (offered.id, offered.personal, offered.check) == ("VN-DT/GOV/H20.TM03/HOTICH/khai-sinh", True, "refuse")
    assert [(one.subject, one.method, one.path, one.agreement) for one in offered.rights] == [
        ("VN-DT/GOV/H20/MOTCUA", "GET", "/khai-sinh/*", "12/TT-STP")
    ]
    assert offered.rights[0].until == int(clock.at_local(last + dt.timedelta(days=1)).timestamp())
    assert Client().get("/dich-vu-chia-se/").content.decode().count("Khai sinh") >= 1


def fetched(key: str, control: "re.Match[str] | None") -> Snapshot:
    """What the gateway takes from the address in its settings."""
    assert control
    answer = Client().get("/truc/cau-hinh/VN-DT%2FGOV%2FH20.TM03%2FSTP/", headers={"Authorization": f"Bearer {key}"})
    assert answer.status_code == 200
    public = OKPKey.import_key({"kty": "OKP", "crv": "Ed25519", "x": control[1]})
    return unseal(answer.content.decode(), [public], server="VN-DT/GOV/H20.TM03/STP", now=int(clock.now().timestamp()))
