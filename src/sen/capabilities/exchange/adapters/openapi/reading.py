"""Reading an uploaded OpenAPI description without trusting it: bounded, nothing fetched, nothing executed."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from sen.capabilities.exchange.errors import DescriptionRefused
from sen.kernel.text import clean

MAX_BYTES = 1_048_576
MAX_DEPTH = 64
MAX_NODES = 60_000
MAX_OPERATIONS = 500
METHODS = ("get", "head", "post", "put", "patch", "delete", "options", "trace")
_READS_MARK = "x-only-reads"
_PARAMETER = re.compile(r"\{[^{}/]+\}")


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation: ``template`` as described, ``path`` as the glob gateways match.

    ``only_reads`` when it is marked ``x-only-reads: true``, as a question is that travels in a body.
    """

    method: str
    template: str
    path: str
    operation_id: str = ""
    summary: str = ""
    only_reads: bool = False


@dataclass(frozen=True, slots=True)
class ReadDescription:
    """What was understood of a description; ``text`` is its canonical JSON."""

    title: str
    version: str
    summary: str
    text: str
    operations: tuple[Operation, ...]


class _PlainLoader(yaml.SafeLoader):
    """YAML as JSON would say it: no dates, no aliases, no tags of programs."""


_PlainLoader.yaml_implicit_resolvers = {
    letter: [(tag, pattern) for tag, pattern in rules if tag != "tag:yaml.org,2002:timestamp"]
    for letter, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def read_description(content: bytes) -> ReadDescription:
    """The description in a JSON or YAML file.

    Raises DescriptionRefused: too large or deep, aliases or tags in YAML, references outside the file, not OpenAPI 3.
    """
    if len(content) > MAX_BYTES:
        raise _refused(f"tệp lớn hơn {MAX_BYTES // 1024} KB")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _refused("tệp không ở bảng mã UTF-8") from error
    document = _json(text) if text.lstrip().startswith("{") else _yaml(text)
    if not isinstance(document, dict) or not re.fullmatch(r"3\.\d+(\.\d+)?", str(document.get("openapi", ""))):
        raise _refused("đây không phải bản mô tả OpenAPI 3")
    _check_references(document)
    told = document.get("info")
    facts = told if isinstance(told, dict) else {}
    return ReadDescription(
        title=clean(str(facts.get("title", "")))[:200],
        version=clean(str(facts.get("version", "")))[:60],
        summary=clean(str(facts.get("description", "")))[:600],
        text=json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":")),
        operations=tuple(_operations(document)),
    )


def glob_of(template: str) -> str:
    """The path of a description as a glob: parameters become ``*``, everything else is literal."""
    literal = template.replace("\\", "\\\\").replace("*", "\\*")
    return _PARAMETER.sub("*", literal)


def _json(text: str) -> Any:
    def refuse(word: str) -> Any:
        raise _refused(f"giá trị {word} không có trong JSON")

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        if len({name for name, _value in pairs}) < len(pairs):
            raise _refused("có khóa lặp lại")
        return dict(pairs)

    try:
        document = json.loads(text, parse_constant=refuse, object_pairs_hook=once)
    except (ValueError, RecursionError) as error:
        raise _refused("JSON viết chưa đúng hoặc lồng quá sâu") from error
    _check_size(document)
    return document


def _yaml(text: str) -> Any:
    try:
        _check_events(text)
        document = yaml.load(text, _PlainLoader)  # noqa: S506 - a SafeLoader
        json.dumps(document, allow_nan=False)
    except (yaml.YAMLError, ValueError, TypeError, RecursionError) as error:
        raise _refused("YAML viết chưa đúng") from error
    return document


def _check_events(text: str) -> None:
    """Look at the stream before anything is built of it: depth, number of nodes, aliases, tags, one document, keys once."""
    depth = nodes = documents = 0
    for event in yaml.parse(text, yaml.SafeLoader):
        nodes += 1
        documents += isinstance(event, yaml.DocumentStartEvent)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _refused("YAML có bí danh (&, *); hãy viết đầy đủ")
        if isinstance(event, yaml.NodeEvent) and getattr(event, "tag", None):
            raise _refused("YAML có thẻ kiểu riêng (!)")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH or nodes > MAX_NODES * 2 or documents > 1:
            raise _refused("tệp lồng quá sâu hoặc có quá nhiều mục")


def _check_size(document: Any) -> None:
    stack, seen = [(document, 0)], 0
    while stack:
        node, depth = stack.pop()
        seen += 1
        if depth > MAX_DEPTH or seen > MAX_NODES:
            raise _refused("tệp lồng quá sâu hoặc có quá nhiều mục")
        stack += [(child, depth + 1) for child in _children(node)]


def _children(node: Any) -> list[Any]:
    if isinstance(node, dict):
        return list(node.values())
    return node if isinstance(node, list) else []


def _check_references(document: dict[str, Any]) -> None:
    """Every reference points into the file itself; nothing is ever fetched."""
    stack: list[Any] = [document]
    while stack:
        node = stack.pop()
        reference = node.get("$ref") if isinstance(node, dict) else None
        if isinstance(reference, str) and not _resolves(document, reference):
            raise _refused(f"tham chiếu {reference[:80]} không nằm trong tệp")
        stack += _children(node)


def _resolves(document: Any, reference: str) -> bool:
    if not reference.startswith("#/"):
        return False
    node = document
    for raw in reference[2:].split("/"):
        name = raw.replace("~1", "/").replace("~0", "~")
        if not isinstance(node, dict) or name not in node:
            return False
        node = node[name]
    return True


def _operations(document: dict[str, Any]) -> Iterator[Operation]:
    paths = document.get("paths")
    if not isinstance(paths, dict) or not paths:
        raise _refused("chưa có phần paths")
    seen: set[tuple[str, str]] = set()
    names: set[str] = set()
    for template, methods in paths.items():
        if not isinstance(template, str) or not template.startswith("/") or not isinstance(methods, dict):
            raise _refused(f"đường dẫn {str(template)[:80]} viết chưa đúng")
        if len(template) > 400 or ".." in template.split("/") or "?" in template or "#" in template:
            raise _refused(f"đường dẫn {template[:80]} không dùng được")
        for method in METHODS:
            if method in methods:
                operation = _operation(method, template, methods[method])
                _count(operation, seen, names)
                yield operation


def _operation(method: str, template: str, told: Any) -> Operation:
    if not isinstance(told, dict):
        raise _refused(f"{method.upper()} {template[:80]} viết chưa đúng")
    return Operation(
        method=method.upper(),
        template=template,
        path=glob_of(template),
        operation_id=clean(str(told.get("operationId") or ""))[:200],
        summary=clean(str(told.get("summary") or told.get("description") or ""))[:300],
        only_reads=told.get(_READS_MARK) is True,
    )


def _count(operation: Operation, seen: set[tuple[str, str]], names: set[str]) -> None:
    if (operation.method, operation.path) in seen:
        raise _refused(f"{operation.method} {operation.template[:80]} trùng với một đường dẫn khác")
    if operation.operation_id in names:
        raise _refused(f"operationId {operation.operation_id[:80]} dùng hai lần")
    seen.add((operation.method, operation.path))
    if operation.operation_id:
        names.add(operation.operation_id)
    if len(seen) > MAX_OPERATIONS:
        raise _refused(f"có quá {MAX_OPERATIONS} thao tác")


def _refused(reason: str) -> DescriptionRefused:
    return DescriptionRefused("file", reason=reason)
