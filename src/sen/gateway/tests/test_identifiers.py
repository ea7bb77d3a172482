import pytest

from sen.gateway.protocol.identifiers import (
    BadIdentifier,
    Target,
    decode_once,
    encode_identifier,
    is_code,
    member_of,
    parse_identifier,
    parse_target,
)


def test_a_call_is_split_into_service_path_and_query_as_received() -> None:
    asked = parse_target("/r1/VN-DT/GOV/H20/DVC/hoso/v1/ho%20so?x=1&x=%32&")
    assert asked == Target("VN-DT/GOV/H20/DVC/hoso", "/v1/ho%20so", "x=1&x=%32&")
    assert (asked.provider, asked.code) == ("VN-DT/GOV/H20/DVC", "hoso")


def test_a_call_without_a_path_is_the_base_itself() -> None:
    assert parse_target("/r1/VN-DT/GOV/H20/DVC/hoso").path == ""
    assert parse_target("/r1/VN-DT/GOV/H20/DVC/hoso/").path == "/"


@pytest.mark.parametrize(
    "target",
    [
        "/r1/VN-DT/GOV/H20/DVC",
        "/r2/VN-DT/GOV/H20/DVC/hoso",
        "/R1/VN-DT/GOV/H20/DVC/hoso",
        "/r1/VN-DT%2FGOV%2FH20%2FDVC%2Fhoso",
        "/r1/VN-DT/GOV/H20/DVC/ho%2Fso",
        "/r1/VN-DT/GOV//DVC/hoso",
        "/r1/VN-DT/GOV/H20/../hoso",
        "/r1/VN-DT/GOV/H20/DV_C/hoso",
        "/r1/VN-DT/GOV/H20/DVC/h%zzoso",
        "/r1/VN-DT/GOV/H20/DVC/h%C4%91",
        "http://other.example/r1/VN-DT/GOV/H20/DVC/hoso",
        "/r1/VN-DT/GOV/H20/DVC/hoso/" + "a" * 4000,
    ],
)
def test_anything_else_is_no_call(target: str) -> None:
    with pytest.raises(BadIdentifier):
        parse_target(target)


@pytest.mark.parametrize("code", ["H20", "it's", "(a)", "a+b,c-d.e=f?", "x" * 255])
def test_codes_take_letters_digits_and_a_few_signs(code: str) -> None:
    assert is_code(code)
    assert parse_identifier(encode_identifier(f"VN-DT/GOV/{code}"), 3) == f"VN-DT/GOV/{code}"


@pytest.mark.parametrize("code", ["", ".", "..", "a_b", "a b", "a/b", "a\\b", "a:b", "a;b", "a%b", "đ", "a\x00", "a\u200b", "x" * 256])
def test_codes_take_nothing_that_can_be_misread(code: str) -> None:
    assert not is_code(code)


def test_the_number_of_parts_is_checked() -> None:
    assert parse_identifier("VN-DT/GOV/H20/MOTCUA", 3, 4) == "VN-DT/GOV/H20/MOTCUA"
    with pytest.raises(BadIdentifier):
        parse_identifier("VN-DT/GOV/H20/MOTCUA/x", 3, 4)


def test_escapes_are_decoded_exactly_once() -> None:
    assert decode_once("a%252Fb") == "a%2Fb"
    assert decode_once("h%E1%BB%93") == "hồ"
    with pytest.raises(BadIdentifier):
        decode_once("%ff")


def test_a_service_belongs_to_its_member() -> None:
    assert member_of("VN-DT/GOV/H20/CSDL/dan-cu") == "VN-DT/GOV/H20"
