"""Calls across two real gateways."""

import base64
import json
import ssl
import uuid
from typing import Any

import pytest
from argon2 import PasswordHasher
from cryptography.hazmat.primitives.asymmetric import ec

from sen.gateway.protocol.messages import digest, read_head, request_hash
from sen.gateway.tests.certificates import write_pair
from sen.gateway.tests.pair import CONSUMER, COUNTER, PEOPLE, PROVIDER, PROVINCE, REGISTRY, SYSTEM, people_service
from sen.gateway.trust import signing
from sen.gateway.trust.snapshot import Allowance, Client, Endpoint, Group, Right

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("axis")]
R1 = f"/r1/{PEOPLE}"


@pytest.fixture(autouse=True)
def plain_service(axis: Any, small: Any) -> None:
    """Every test begins with the service as it was."""
    fresh = (people_service(small.port),)
    if axis.services != fresh:
        axis.services = fresh
        axis.hand_out()
        axis.await_serial()


def test_a_call_arrives_as_it_was_sent(consumer: Any) -> None:
    sent = {"X-Own": "a", "ETag": "b", "X-Road-UserId": "VN001", "Accept": "application/json", "User-Agent": "u", "Connection": "close"}
    answer = consumer.ask("PUT", f"{R1}/h%E1%BB%93/v%2B1?y=2&x=%31&y=&x", b'{"a":1}', **sent)
    seen = answer.json()
    headers = dict(seen["headers"])
    assert (answer.status, seen["method"], seen["path"], seen["query"]) == (200, "PUT", "/h%E1%BB%93/v%2B1", "y=2&x=%31&y=&x")
    assert (seen["body"], headers["content-length"]) == ('{"a":1}', "7")
    assert (headers["x-own"], headers["etag"], headers["x-road-userid"]) == ("a", "b", "VN001")
    assert headers["x-road-client"] == SYSTEM
    assert headers["host"].startswith("127.0.0.1:")
    assert not {"user-agent", "connection", "x-sen-sent-at"} & set(headers)
    assert answer.headers["x-own"] == "1"


def test_the_answer_says_what_it_answers(consumer: Any) -> None:
    answer = consumer.ask("GET", f"{R1}/a", X_Road_Id="own-1")
    assert answer.headers["x-road-id"] == "own-1"
    assert answer.headers["x-road-client"] == SYSTEM
    assert answer.headers["x-road-service"] == PEOPLE
    uuid.UUID(answer.headers["x-road-request-id"])
    assert len(base64.b64decode(answer.headers["x-road-request-hash"])) == 64


def test_both_sides_keep_both_messages_with_valid_signatures(consumer: Any, provider: Any) -> None:
    number = consumer.ask("POST", f"{R1}/a", b"body").headers["x-road-request-id"]
    query = "SELECT is_answer, head, body, body_digest, body_size, signature, certificate, party, peer FROM message WHERE request_id = %s ORDER BY id"
    ours, theirs = consumer.rows(query, number), provider.rows(query, number)
    assert [row[:7] for row in ours] == [row[:7] for row in theirs]
    assert [row[7:] for row in ours] == [(SYSTEM, REGISTRY)] * 2
    assert [row[7:] for row in theirs] == [(REGISTRY, SYSTEM)] * 2
    for server, rows in ((consumer, ours), (provider, theirs)):
        for _, head, body, body_digest, size, signature, certificate, *_ in rows:
            pem = server.rows("SELECT certificate FROM signer WHERE fingerprint = %s", certificate)[0][0]
            key = signing.x509.load_pem_x509_certificate(pem.encode()).public_key()
            assert (digest(body), len(body)) == (body_digest, size)
            signing.check(signature, signing.manifest(head, body_digest), signing.checking_key(key))
    request, answer = ours[0], read_head(ours[1][1])
    assert answer.get(b"x-road-request-hash") == request_hash(request[1], request[3])


def test_both_sides_note_the_exchange(consumer: Any, provider: Any) -> None:
    trace = "0af7651916cd43dd8448eb211c80319c"
    asked = {
        "X-Road-UserId": "VN1",
        "X-Road-Issue": "H20-1",
        "X-Sen-Purpose": "Gi%E1%BA%A3i",
        "traceparent": f"00-{trace}-b7ad6b7169203331-01",
    }
    number = consumer.ask("GET", f"{R1}/a?status=404", **asked).headers["x-road-request-id"]
    query = (
        "SELECT client, service, method, user_id, issue, purpose, trace, status, succeeded, fault, path FROM exchange WHERE request_id = %s"
    )
    facts = (SYSTEM, PEOPLE, "GET", "VN1", "H20-1", "Giải", trace, 404, False, "")
    assert consumer.rows(query, number) == [(*facts, "")]
    assert provider.rows(query, number) == [(*facts, "/a")]
    order = "SELECT request_in <= request_out AND request_out <= answer_in AND answer_in <= answer_out FROM exchange WHERE request_id = %s"
    assert consumer.rows(order, number) == provider.rows(order, number) == [(True,)]


def test_the_providers_own_errors_pass_unchanged(consumer: Any) -> None:
    answer = consumer.ask("GET", f"{R1}/a?status=503")
    assert (answer.status, answer.fault, answer.headers["x-own"]) == (503, "", "1")


def test_redirects_are_passed_on_not_followed(consumer: Any) -> None:
    answer = consumer.ask("GET", f"{R1}/moved")
    assert (answer.status, answer.headers["location"]) == (302, "http://127.0.0.1:1/elsewhere")


def test_a_head_call_has_no_body(consumer: Any) -> None:
    assert (consumer.ask("HEAD", f"{R1}/a").status, consumer.ask("HEAD", f"{R1}/a").body) == (200, b"")


def test_large_bodies_pass_and_are_kept_in_files(consumer: Any, provider: Any) -> None:
    size = 3_000_000
    up = consumer.ask("POST", f"{R1}/a", b"a" * size)
    down = consumer.ask("GET", f"{R1}/big?size={size}")
    assert (up.json()["size"], len(down.body)) == (size, size)
    for server in (consumer, provider):
        rows = server.rows("SELECT body, body_file, body_digest FROM message WHERE body_size = %s ORDER BY id DESC LIMIT 2", size)
        assert [row[0] for row in rows] == [None, None]
        assert all(digest((server.folder / "bodies" / name).read_bytes()) == known for _, name, known in rows)
        assert not list((server.folder / "spool").iterdir())


def test_a_body_past_the_services_limit_is_refused(axis: Any, consumer: Any) -> None:
    axis.change(max_request_bytes=1000, max_answer_bytes=5000)
    refused = consumer.ask("POST", f"{R1}/a", b"a" * 1001)
    assert (refused.status, refused.fault) == (400, "Client.RequestTooLarge")
    assert "1000" in refused.json()["message"]
    assert consumer.ask("POST", f"{R1}/a", b"a" * 1000).status == 200
    assert consumer.ask("GET", f"{R1}/big?size=5001").fault == "Server.ServerProxy.ServiceFailed.AnswerTooLarge"


def test_the_path_is_appended_to_the_base_with_one_stroke(axis: Any, consumer: Any, small: Any) -> None:
    axis.change(base_url=f"http://127.0.0.1:{small.port}/api/v1")
    assert consumer.ask("GET", f"{R1}/a").json()["path"] == "/api/v1/a"
    assert consumer.ask("GET", R1).json()["path"] == "/api/v1"
    axis.change(base_url=f"http://127.0.0.1:{small.port}/api/v1/")
    assert consumer.ask("GET", f"{R1}/a").json()["path"] == "/api/v1/a"


def test_a_body_of_a_call_that_has_none_is_signed_but_not_forwarded(consumer: Any) -> None:
    answer = consumer.ask("DELETE", f"{R1}/a", b"x")
    assert answer.json()["size"] == 0
    number = answer.headers["x-road-request-id"]
    assert consumer.rows("SELECT body FROM message WHERE request_id = %s AND NOT is_answer", number) == [(b"x",)]


def test_the_services_credential_replaces_the_callers(axis: Any, consumer: Any) -> None:
    assert dict(consumer.ask("GET", f"{R1}/a", Authorization="Bearer own").json()["headers"])["authorization"] == "Bearer own"
    axis.change(credential="inner")
    headers = consumer.ask("GET", f"{R1}/a", Authorization="Bearer own").json()["headers"]
    assert [value for name, value in headers if name == "authorization"] == ["Bearer inner"]


def test_bodies_are_kept_only_where_the_service_says_so(axis: Any, consumer: Any, provider: Any) -> None:
    axis.change(log_body=False)
    number = consumer.ask("POST", f"{R1}/a", b"secret").headers["x-road-request-id"]
    rows = provider.rows("SELECT body, body_file, body_size > 0, body_digest IS NOT NULL FROM message WHERE request_id = %s", number)
    assert rows == [(None, "", True, True)] * 2


def test_a_call_within_one_gateway_is_signed_and_kept_on_both_sides(provider: Any) -> None:
    answer = provider.ask("POST", f"{R1}/a", b"x" * 400_000, client=COUNTER)
    number = answer.headers["x-road-request-id"]
    assert (answer.status, answer.json()["size"]) == (200, 400_000)
    query = "SELECT side, is_answer, signature <> '' FROM message WHERE request_id = %s ORDER BY side, is_answer"
    assert provider.rows(query, number) == [("c", False, True), ("c", True, True), ("p", False, True), ("p", True, True)]
    assert provider.rows("SELECT side FROM exchange WHERE request_id = %s ORDER BY side", number) == [("c",), ("p",)]


@pytest.mark.parametrize(
    ("method", "path", "headers", "status", "fault"),
    [
        ("GET", "/r1/VN-DT/GOV/H20", {}, 400, "Client.BadRequest"),
        ("GET", "/r1/VN-DT/GOV/H20/CSDL/dan_cu", {}, 400, "Client.BadRequest"),
        ("GET", "/elsewhere", {}, 400, "Client.BadRequest"),
        ("PROPFIND", R1, {}, 400, "Client.BadRequest"),
        ("GET", R1, {"X-Road-Client": ""}, 400, "Client.InvalidClientIdentifier"),
        ("GET", R1, {"X-Road-Client": "VN-DT/GOV/H20/A_B"}, 400, "Client.InvalidClientIdentifier"),
        ("GET", R1, {"X-GovStack-Client": COUNTER}, 400, "Client.InvalidClientIdentifier"),
        ("GET", R1, {"X-Road-Client": COUNTER}, 500, "Server.ClientProxy.UnknownMember"),
        ("GET", f"/r1/{PROVINCE}/NOBODY/x", {}, 500, "Server.ClientProxy.UnknownMember"),
        ("GET", R1, {"X-Road-Security-Server": CONSUMER}, 500, "Server.ClientProxy.InvalidSecurityServer"),
        ("GET", R1, {"X-Road-Security-Server": "x"}, 500, "Server.ClientProxy.InvalidSecurityServer"),
        ("GET", f"/r1/{REGISTRY}/nothing", {}, 500, "Server.ServerProxy.UnknownService"),
        ("GET", f"{R1}/a/%2e%2e/b", {}, 500, "Server.ServerProxy.AccessDenied"),
    ],
)  # fmt: skip
def test_what_cannot_be_carried_is_refused_with_its_type(
    consumer: Any, small: Any, method: str, path: str, headers: dict[str, str], status: int, fault: str
) -> None:
    before = small.get("/count")["count"]
    client = headers.pop("X-Road-Client", SYSTEM)
    answer = consumer.ask(method, path, client=client, **headers)
    assert (answer.status, answer.fault, answer.json()["type"]) == (status, fault, fault)
    assert uuid.UUID(answer.json()["detail"])
    assert small.get("/count")["count"] == before


def test_a_fault_at_the_provider_is_noted_on_both_sides(consumer: Any, provider: Any) -> None:
    consumer.ask("GET", f"/r1/{REGISTRY}/nothing", X_Road_Id="fault-1")
    query = "SELECT status, succeeded, fault FROM exchange WHERE message_id = 'fault-1'"
    assert consumer.rows(query) == provider.rows(query) == [(500, False, "Server.ServerProxy.UnknownService")]


def test_the_named_server_is_asked(consumer: Any) -> None:
    assert consumer.ask("GET", f"{R1}/a", X_Road_Security_Server=PROVIDER).status == 200


def test_a_client_under_its_other_names(consumer: Any) -> None:
    for name in ("X-GovStack-Client", "Information-Mediator-Client"):
        headers = dict(consumer.ask("GET", f"{R1}/a", client="", **{name: SYSTEM}).json()["headers"])
        assert headers["x-road-client"] == headers[name.lower()] == SYSTEM


def test_rights_hold_per_operation(axis: Any, consumer: Any, small: Any) -> None:
    axis.change(rights=(Right(subject=SYSTEM, method="GET", path="/people/*"),))
    assert consumer.ask("GET", f"{R1}/people/1").status == 200
    before = small.get("/count")["count"]
    for method, path in (
        ("POST", "/people/1"),
        ("GET", "/people/1/photo"),
        ("GET", "/people/1%2Fphoto"),
        ("GET", "/people/..;/x"),
        ("GET", ""),
    ):
        assert consumer.ask(method, R1 + path).fault == "Server.ServerProxy.AccessDenied"
    assert small.get("/count")["count"] == before


def test_a_group_holds_rights_for_its_members(axis: Any, consumer: Any) -> None:
    axis.groups = (Group(code="departments", members=(SYSTEM,)),)
    axis.change(rights=(Right(subject="departments"),))
    assert consumer.ask("GET", f"{R1}/a").status == 200
    axis.groups = ()
    axis.change()
    assert consumer.ask("GET", f"{R1}/a").fault == "Server.ServerProxy.AccessDenied"


def test_an_agreement_that_has_ended_gives_no_right(axis: Any, consumer: Any) -> None:
    axis.change(rights=(Right(subject=SYSTEM, agreement="07/TT-2024", until=1_700_000_000),))
    answer = consumer.ask("GET", f"{R1}/a")
    assert answer.fault == "Server.ServerProxy.AccessDenied"
    assert "07/TT-2024" in answer.json()["message"]


def test_a_service_switched_off_says_why(axis: Any, consumer: Any) -> None:
    axis.change(enabled=False, notice="Bảo trì đến 17 giờ")
    answer = consumer.ask("GET", f"{R1}/a")
    assert (answer.fault, answer.json()["message"]) == ("Server.ServerProxy.ServiceDisabled", "Bảo trì đến 17 giờ")


def test_personal_data_is_given_only_for_a_purpose(axis: Any, consumer: Any, small: Any) -> None:
    axis.change(personal=True)
    told = {"X-Road-UserId": "VN1", "X-Road-Issue": "H20-1", "X-Sen-Purpose": "x"}
    before = small.get("/count")["count"]
    for name in told:
        answer = consumer.ask("GET", f"{R1}/a", **{key: value for key, value in told.items() if key != name})
        assert (answer.status, answer.fault) == (400, "Client.PurposeMissing")
        assert name in answer.json()["message"]
    assert small.get("/count")["count"] == before
    assert consumer.ask("GET", f"{R1}/a", **told).status == 200


def test_past_its_rate_a_client_is_told_when_to_come_back(axis: Any, consumer: Any) -> None:
    axis.change(allowances=(Allowance(subject=SYSTEM, per_second=0.01, burst=2),))
    answers = [consumer.ask("GET", f"{R1}/a") for _ in range(4)]
    assert [answer.status for answer in answers] == [200, 200, 429, 429]
    assert answers[2].fault == "Client.TooManyRequests"
    assert int(answers[2].headers["retry-after"]) > 0


def test_the_days_quota_holds_over_a_restart(axis: Any, consumer: Any, provider: Any) -> None:
    service = f"{REGISTRY}/quota"
    axis.services = (*axis.services, people_service(0, id=service, base_url=axis.services[0].base_url, allowances=(Allowance(per_day=3),)))
    axis.hand_out()
    axis.await_serial()
    assert [consumer.ask("GET", f"/r1/{service}/a").status for _ in range(2)] == [200, 200]
    provider.stop()
    provider.start()
    answers = [consumer.ask("GET", f"/r1/{service}/a") for _ in range(2)]
    assert [answer.status for answer in answers] == [200, 429]
    assert answers[1].fault == "Client.QuotaExceeded"


def test_a_description_is_checked_as_strictly_as_wanted(axis: Any, consumer: Any, provider: Any) -> None:
    def send(body: bytes, number: str) -> Any:
        return consumer.ask("POST", f"{R1}/people", body, Content_Type="application/json", X_Road_Id=number)

    axis.change(kind="OPENAPI3", description="/openapi.json", check="refuse")
    refused = send(b'{"name": "a"}', "schema-1")
    assert (refused.status, refused.fault) == (400, "Client.SchemaInvalid")
    assert send(b'{"name": "An"}', "schema-2").status == 200
    assert consumer.ask("POST", f"{R1}/people").fault == "Client.SchemaInvalid"
    assert consumer.ask("GET", f"{R1}/people/x").fault == "Client.SchemaInvalid"
    assert consumer.ask("GET", f"{R1}/undescribed").fault == "Client.SchemaInvalid"
    assert consumer.ask("GET", f"{R1}/people/7").json() == {"birth": 2001}
    assert consumer.ask("GET", f"{R1}/people/8").fault == "Server.ServerProxy.ServiceFailed.SchemaInvalid"
    axis.change(check="warn")
    assert send(b'{"name": "a"}', "schema-3").status == 200
    assert "schema" in provider.rows("SELECT fault_text FROM exchange WHERE message_id = 'schema-3'")[0][0]


def test_services_about_services(axis: Any, consumer: Any) -> None:
    endpoints = (Endpoint(method="GET", path="/people/*"), Endpoint(method="POST", path="/people"))
    rights = (Right(subject=SYSTEM, method="GET", path="/people/*"),)
    axis.change(kind="OPENAPI3", description="/openapi.json", endpoints=endpoints, rights=rights)
    listed = consumer.ask("GET", f"/r1/{REGISTRY}/listMethods").json()
    assert listed == {"service": [{
        "member_class": "GOV", "member_code": "H20", "subsystem_code": "CSDL", "xroad_instance": "VN-DT", "object_type": "SERVICE",
        "service_code": "dan-cu", "service_type": "OPENAPI",
        "endpoint_list": [{"method": "GET", "path": "/people/*"}, {"method": "POST", "path": "/people"}],
    }]}  # fmt: skip
    allowed = consumer.ask("GET", f"/r1/{REGISTRY}/allowedMethods").json()
    assert allowed["service"][0]["endpoint_list"] == [{"method": "GET", "path": "/people/*"}]
    inside = consumer.ask("GET", f"/r1/{REGISTRY}/allowedMethods", client="", X_GovStack_Client=SYSTEM).json()
    assert inside["member"][0]["endpointList"]["member"] == [{"method": "GET", "path": "/people/*"}]
    assert inside["member"][0]["applicationCode"] == "CSDL"
    axis.change(rights=())
    assert consumer.ask("GET", f"/r1/{REGISTRY}/allowedMethods").json() == {"service": []}


def test_a_description_does_not_tell_the_inner_address(axis: Any, consumer: Any, provider: Any) -> None:
    axis.change(kind="OPENAPI3", description="/openapi.json")
    for spelling in ("getOpenAPI", "getOpenApi"):
        answer = consumer.ask("GET", f"/r1/{REGISTRY}/{spelling}?serviceCode=dan-cu")
        assert answer.json()["servers"] == [{"url": R1}]
        assert b"inner.example" not in answer.body
    number = answer.headers["x-road-request-id"]
    assert provider.rows("SELECT count(*) FROM message WHERE request_id = %s", number) == [(2,)]
    assert consumer.ask("GET", f"/r1/{REGISTRY}/getOpenAPI").fault == "Server.ServerProxy.InvalidRequest"
    assert consumer.ask("GET", f"/r1/{REGISTRY}/getOpenAPI?serviceCode=x").fault == "Server.ServerProxy.InternalError"
    assert consumer.ask("POST", f"/r1/{REGISTRY}/listMethods").fault == "Client.BadRequest"


def test_the_clients_are_listed_in_both_vocabularies(consumer: Any) -> None:
    listed = consumer.ask("GET", "/listClients", client="", Accept="application/json").json()["member"]
    counter = next(each for each in listed if each["id"].get("subsystem_code") == "MOTCUA")
    assert (counter["id"]["object_type"], counter["id"]["objectType"]) == ("SUBSYSTEM", "APPLICATION")
    assert consumer.ask("GET", "/r1/listClients", client="").json()["member"] == listed
    assert consumer.ask("GET", "/listClients?xRoadInstance=OTHER", client="", Accept="application/json").json() == {"member": []}
    assert b"<clientList" in consumer.ask("GET", "/listClients", client="").body


def test_a_system_with_credentials_buys_a_token_and_calls(axis: Any, consumer: Any) -> None:
    secret_hash = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash("geheim")
    known = axis.clients[CONSUMER]
    try:
        axis.clients[CONSUMER] = (Client(id=SYSTEM, client_id="k1", secret_hash=secret_hash, scope=("dan-cu",)),)
        axis.hand_out()
        axis.await_serial()
        basic = base64.b64encode(b"k1:geheim").decode()
        form = {"Content_Type": "application/x-www-form-urlencoded", "client": ""}
        bought = consumer.ask("POST", "/token", b"grant_type=client_credentials", Authorization=f"Basic {basic}", **form).json()
        again = consumer.ask("POST", "/oauth2/token", b"grant_type=client_credentials&client_id=k1&client_secret=geheim", **form).json()
        assert bought["access_token"] == again["access_token"]
        assert (bought["token_type"], 0 < bought["expires_in"] <= 3660) == ("Bearer", True)
        token = f"Bearer {bought['access_token']}"
        seen = dict(consumer.ask("GET", f"{R1}/a", client="", Authorization=token).json()["headers"])
        assert (seen["x-road-client"], "authorization" in seen) == (SYSTEM, False)
        wrong = consumer.ask("GET", f"{R1}/a", Authorization=token[:-2] + "xx")
        assert (wrong.status, wrong.json()["code"]) == (401, "900901")
        none = consumer.ask("GET", f"{R1}/a")
        assert (none.status, none.fault, none.json()["code"]) == (401, "Server.ClientProxy.SslAuthenticationFailed", "900902")
        outside = consumer.ask("GET", f"/r1/{REGISTRY}/other", Authorization=token)
        assert (outside.status, outside.json()["code"]) == (403, "900908")
        denied = consumer.ask("POST", "/token", b"grant_type=client_credentials&client_id=k1&client_secret=x", **form)
        assert (denied.status, denied.json()["error"]) == (401, "invalid_client")
    finally:
        axis.clients[CONSUMER] = known
        axis.hand_out()
        axis.await_serial()


def test_a_system_with_a_certificate_proves_itself_over_tls(axis: Any, consumer: Any, tmp_path: Any) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = axis.authority.issue("system", key.public_key())
    write_pair(tmp_path, "own", key, certificate)
    known = axis.clients[CONSUMER]
    try:
        axis.clients[CONSUMER] = (Client(id=SYSTEM, certificates=(signing.fingerprint(certificate),)),)
        axis.hand_out()
        axis.await_serial()
        assert consumer.ask("GET", f"{R1}/a").status == 401
        shown = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        shown.check_hostname, bare = False, ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        bare.check_hostname = False
        for tls in (shown, bare):
            tls.load_verify_locations(cadata=axis.authority.pem)
        shown.load_cert_chain(tmp_path / "own.pem", tmp_path / "own.key")
        assert consumer.ask("POST", f"{R1}/a?x=1", b"body", tls=shown).json()["body"] == "body"
        assert len(consumer.ask("GET", f"{R1}/big?size=400000", tls=shown).body) == 400_000
        assert consumer.ask("GET", f"{R1}/a", tls=bare).fault == "Server.ClientProxy.SslAuthenticationFailed"
    finally:
        axis.clients[CONSUMER] = known
        axis.hand_out()
        axis.await_serial()


def test_health_tells_the_configuration_in_use(axis: Any, consumer: Any) -> None:
    status, facts = consumer.health()
    assert (status, facts["status"], facts["serial"], facts["journal"]) == (200, "ok", axis.serial, True)
    json.dumps(facts)
