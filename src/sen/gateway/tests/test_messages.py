import pytest

from sen.gateway.protocol.messages import (
    HeadBroken,
    answer_headers,
    digest,
    kept,
    last,
    read_head,
    request_hash,
    request_headers,
    write_head,
)  # fmt: skip

NUMBER = "2c51b181-47cd-4ff2-b5df-6463f968fd0c"
VECTOR = write_head(
    "POST",
    "/r1/VN-DT/GOV/H20/DVC/hoso/v1/ho-so?x=1",
    [
        (b"Content-Type", b"application/json"),
        (b"X-Road-Client", b"VN-DT/GOV/H20/MOTCUA"),
        (b"x-road-id", b"VN-DT-1"),
        (b"x-road-request-id", NUMBER.encode()),
    ],
)


def _headers(*given: tuple[bytes, bytes]) -> list[tuple[bytes, bytes]]:
    return request_headers(list(given), client=b"VN-DT/GOV/H20/MOTCUA", request_id=NUMBER, message_id="VN-DT-1", sent_at="5")


def test_the_request_hash_fits_the_known_value() -> None:
    assert len(VECTOR) == 189
    assert request_hash(VECTOR, digest(b'{"a":1}')) == (
        "QcIWJhNY2oOeE5+9pSGv7o/P6e6KMLvgAZhj9opuiFGxGcbD7V6mZ3oKJl3yoiuxyNGdOrUqgsXu4bScP/vujw=="
    )


def test_without_a_body_only_the_header_part_is_hashed() -> None:
    assert request_hash(VECTOR, None) == "ut4cDFKjEZK2fbz6Rarq0nVKsYM6ySLgmWNDKkbjZco/JE0n+ycUGH/JdmR1EAHkb6YKYceciPBwY1wQsJhmhw=="


def test_of_several_clients_exactly_one_travels() -> None:
    out = _headers((b"X-Road-Client", b"VN-DT/GOV/H20/MOTCUA"), (b"x-road-client", b"VN-DT/GOV/H20/MOTCUA"), (b"X-ROAD-CLIENT", b"evil"))
    assert [value for name, value in out if name.lower() == b"x-road-client"] == [b"VN-DT/GOV/H20/MOTCUA"]


def test_a_client_named_in_another_vocabulary_also_travels_under_the_first_name() -> None:
    out = dict(_headers((b"Information-Mediator-Client", b"anything")))
    assert out[b"Information-Mediator-Client"] == out[b"x-road-client"] == b"VN-DT/GOV/H20/MOTCUA"


def test_headers_of_the_connection_stay_behind() -> None:
    stay = [
        b"Connection",
        b"Keep-Alive",
        b"TE",
        b"Trailer",
        b"Transfer-Encoding",
        b"Upgrade",
        b"Host",
        b"User-Agent",
        b"Content-Length",
        b"Expect",
    ]
    assert kept([(name, b"x") for name in stay]) == []
    assert kept([(b"Connection", b"close, X-Hop"), (b"X-Hop", b"1"), (b"X-Stays", b"1"), (b"ETag", b"a")]) == [
        (b"X-Stays", b"1"),
        (b"ETag", b"a"),
    ]


def test_numbers_the_axis_gives_cannot_be_brought_along() -> None:
    out = _headers((b"X-Road-Request-Id", b"mine"), (b"x-road-request-hash", b"mine"), (b"X-Sen-Sent-At", b"1"), (b"X-Road-Error", b"x"))
    assert [value for name, value in out if name.lower() == b"x-road-request-id"] == [NUMBER.encode()]
    assert b"mine" not in b"".join(value for _, value in out)
    assert last(out, b"x-sen-sent-at") == "5"


def test_a_given_message_number_keeps_its_place() -> None:
    assert _headers((b"X-Road-Id", b"own"), (b"A", b"1"))[:2] == [(b"X-Road-Id", b"own"), (b"A", b"1")]
    assert last(_headers((b"A", b"1")), b"x-road-id") == "VN-DT-1"


def test_a_provider_cannot_speak_for_the_axis() -> None:
    out = answer_headers([(b"X-Road-Error", b"Server.X"), (b"x-road-client", b"evil"), (b"ETag", b"a")], [(b"x-road-client", b"right")])
    assert out == [(b"ETag", b"a"), (b"x-road-client", b"right")]


def test_what_was_written_is_read_again() -> None:
    head = read_head(VECTOR)
    assert (head.first, head.second) == ("POST", "/r1/VN-DT/GOV/H20/DVC/hoso/v1/ho-so?x=1")
    assert write_head(head.first, head.second, head.headers) == VECTOR
    assert head.get(b"content-type") == "application/json"


@pytest.mark.parametrize("raw", [b"", b"GET\r\n", b"GET\r\n/r1/a\r\nno colon\r\n", b"GET\r\n/r1/a\r\nA:1", b"G\xff\r\n/\r\n:x\r\n"])
def test_other_bytes_are_no_header_part(raw: bytes) -> None:
    with pytest.raises(HeadBroken):
        read_head(raw)
