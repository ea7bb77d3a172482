"""A description is read without trusting it."""

import json

import pytest

from sen.capabilities.exchange.adapters.openapi.reading import MAX_BYTES, glob_of, read_description
from sen.capabilities.exchange.errors import DescriptionRefused
from sen.capabilities.exchange.tests.openapi_samples import as_bytes, description

YAML = b"""
openapi: 3.0.3
info: {title: Ho tich, version: "1.2"}
paths:
  /records/{id}:
    get: {operationId: readRecord, summary: One record, responses: {}}
    parameters: []
"""


def test_yaml_and_json_say_the_same() -> None:
    read = read_description(YAML)
    assert (read.title, read.version) == ("Ho tich", "1.2")
    assert [(one.method, one.template, one.path, one.operation_id) for one in read.operations] == [
        ("GET", "/records/{id}", "/records/*", "readRecord")
    ]
    assert read_description(json.dumps(json.loads(read.text)).encode()) == read


def test_a_date_in_yaml_stays_text() -> None:
    read = read_description(YAML + b"x-since: 2025-07-01\n")
    assert json.loads(read.text)["x-since"] == "2025-07-01"


@pytest.mark.parametrize(
    ("template", "glob"),
    [("/a/{id}", "/a/*"), ("/a/{id}.json", "/a/*.json"), ("/a/{b}-{c}/d", "/a/*-*/d"), ("/a/*", "/a/\\*"), ("/a\\b", "/a\\\\b")],
)
def test_parameters_become_stars_and_everything_else_is_literal(template: str, glob: str) -> None:
    assert glob_of(template) == glob


@pytest.mark.parametrize(("mark", "marked"), [(True, True), (False, False), ("true", False), (None, False)])
def test_only_the_plain_word_true_marks_an_operation_as_reading(mark: object, marked: bool) -> None:
    (operation,) = read_description(as_bytes({"/people/field": {"post": {"x-only-reads": mark}}})).operations
    assert operation.only_reads is marked


BOMB = b"a: &a [x, x]\nb: &b [*a, *a]\nopenapi: 3.0.3\n"
REFUSED = {
    "no openapi": b'{"paths": {}}',
    "version 2": b'{"openapi": "2.0", "paths": {"/a": {"get": {}}}}',
    "no paths": as_bytes({}),
    "aliases": BOMB,
    "python tag": YAML + b"x: !!python/object/apply:os.system [id]\n",
    "own tag": YAML + b"x: !secret y\n",
    "two documents": YAML + b"---\na: 1\n",
    "broken yaml": b"openapi: [3.0.3",
    "duplicate key": b'{"openapi": "3.0.3", "openapi": "3.0.3", "paths": {"/a": {"get": {}}}}',
    "not a number": as_bytes({"/a": {"get": {}}}).replace(b'"1"', b"NaN"),
    "yaml infinity": YAML + b"x: .inf\n",
    "not utf-8": b"\xff\xfe{",
    "too large": b"#" * (MAX_BYTES + 1),
    "deep json": b'{"openapi": "3.0.3", "x": ' + b"[" * 5000 + b"]" * 5000 + b', "paths": {}}',
    "deep yaml": b"openapi: 3.0.3\nx: " + b"[" * 200 + b"]" * 200 + b"\n",
    "foreign reference": as_bytes({"/a": {"get": {"responses": {"200": {"$ref": "https://evil.example/x.json"}}}}}),
    "reference to a file": as_bytes({"/a": {"$ref": "other.yaml#/paths/a"}}),
    "dangling reference": as_bytes({"/a": {"get": {"responses": {"200": {"$ref": "#/components/responses/None"}}}}}),
    "path without slash": as_bytes({"a": {"get": {}}}),
    "path upwards": as_bytes({"/a/../b": {"get": {}}}),
    "same place twice": as_bytes({"/a/{x}": {"get": {}}, "/a/{y}": {"get": {}}}),
    "operationId twice": as_bytes({"/a": {"get": {"operationId": "x"}}, "/b": {"get": {"operationId": "x"}}}),
    "too many operations": description(**{f"p{n}": {"get": f"o{n}"} for n in range(501)}),
}


@pytest.mark.parametrize("content", REFUSED.values(), ids=REFUSED)
def test_a_hostile_or_foolish_description_is_refused_with_a_reason(content: bytes) -> None:
    with pytest.raises(DescriptionRefused) as refused:
        read_description(content)
    assert refused.value.values["reason"]
    assert refused.value.field == "file"
