"""Operational monitoring: one record per request and side, told in the field names of X-Road's operational monitoring.

A client sees the records in which it is client or service; the server's owner, subsystems named in the settings and the
platform see all.  Who the acting person was is masked for everybody but the client itself.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from psycopg import AsyncConnection
from psycopg.rows import DictRow, TupleRow, dict_row

from sen.gateway.evidence.rows import as_uuid
from sen.gateway.protocol.faults import Fault

MOST_RECORDS = 10_000
OFFSET_SECONDS = 60
HEALTH_SECONDS = 600
_LONGEST_VALUE = 1023
_NUMBER_IN_PATH = re.compile(r"\d{9,}")
_WHOLE = re.compile(r"\d{1,12}", re.ASCII)

Connection = AsyncConnection[TupleRow]
Query = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Viewer:
    """Who asks: a subsystem, or somebody who sees every record."""

    client: str = ""
    sees_all: bool = False


@dataclass(frozen=True)
class Presentation:
    """What a server adds to its records: registered addresses, kinds of its services, its own address, how user ids are shown."""

    address: str = ""
    addresses: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)
    user_ids: str = "masked"


@dataclass(frozen=True)
class Criteria:
    """A search: seconds since 1970 (inclusive), a client, the fields wanted (none: all)."""

    records_from: int
    records_to: int
    client: str
    fields: frozenset[str]
    is_shifted: bool


def read_criteria(query: Query, now: dt.datetime) -> Criteria:
    """The search of ``recordsFrom, recordsTo, client, outputField``.  Raises Fault (Client.BadRequest)."""
    limit = int(now.timestamp()) - OFFSET_SECONDS
    since, until = _whole(query, "recordsFrom"), _whole(query, "recordsTo")
    if since >= limit:
        raise _bad(f"recordsFrom must be before {limit}: records are complete {OFFSET_SECONDS} seconds after the exchange")
    is_shifted = until >= limit
    if is_shifted:
        until = limit - 1
    if until < since:
        raise _bad("recordsTo is before recordsFrom")
    wanted = frozenset(name.strip() for text in query.get("outputField", ()) for name in text.split(",") if name.strip())
    unknown = wanted - FIELDS.keys()
    if unknown:
        raise _bad(f"unknown outputField: {', '.join(sorted(unknown))[:200]}")
    return Criteria(since, until, _text(query, "client"), wanted, is_shifted)


def read_since(query: Query) -> int:
    """The seconds since 1970 named ``since``.  Raises Fault (Client.BadRequest)."""
    return _whole(query, "since")


async def operational_data(connection: Connection, criteria: Criteria, viewer: Viewer, shown: Presentation) -> dict[str, Any]:
    """``recordsCount``, ``records`` and, when the answer was cut or the end moved, ``nextRecordsFrom``."""
    rows = await _records(connection, criteria, viewer, "LIMIT %(most)s", criteria.records_to)
    following = criteria.records_to + 1 if criteria.is_shifted else None
    if len(rows) > MOST_RECORDS:
        last = int(rows[MOST_RECORDS - 1]["answer_out"].timestamp())
        rows = [row for row in rows if row["answer_out"].timestamp() < last]
        rows += await _records(connection, _within(criteria, last), viewer, "", last)
        following = last + 1 if last < criteria.records_to or criteria.is_shifted else None
    records = [_record(row, criteria.fields, viewer, shown) for row in rows]
    answer: dict[str, Any] = {"recordsCount": len(records), "records": records}
    return answer if following is None else answer | {"nextRecordsFrom": following}


async def exchange_data(connection: Connection, query: Query, viewer: Viewer, shown: Presentation, *, now: dt.datetime) -> dict[str, Any]:
    """The records of one exchange by ``id`` (the axis's own id of the request, or the message's), and what the journal holds of it.

    An exchange that failed before it was kept is found near ``at`` (seconds since 1970), otherwise in the last hour.
    """
    number = _text(query, "id")
    if not number:
        raise _bad("id is missing")
    parameters: dict[str, Any] = {"number": number, "request": as_uuid(number), "own": viewer.client, "all": viewer.sees_all, "client": ""}
    async with connection.cursor(row_factory=dict_row) as cursor:
        kept = await (await cursor.execute(_KEPT, parameters)).fetchall()
        near = [row["recorded_at"] for row in kept] or [_near(query, now)]
        parameters |= {"since": min(near) - _AROUND, "until": max(near) + _AROUND}
        rows = await (await cursor.execute(f"{_EXCHANGE} AND {_SEEN} ORDER BY id LIMIT 20", parameters)).fetchall()
    messages = [
        {
            "isAnswer": row["is_answer"],
            "side": row["side"],
            "recordedAt": _milliseconds(row["recorded_at"]),
            "size": row["body_size"],
            "hash": row["hash"].hex(),
            "isStamped": row["is_stamped"],
        }
        for row in kept
        if rows
    ]
    return {"records": [_record(row, frozenset(), viewer, shown) for row in rows], "messages": messages}


def _near(query: Query, now: dt.datetime) -> dt.datetime:
    return dt.datetime.fromtimestamp(_whole(query, "at"), dt.UTC) if query.get("at") else now


async def health_data(
    connection: Connection, query: Query, viewer: Viewer, shown: Presentation, *, started: dt.datetime, now: dt.datetime
) -> dict[str, Any]:
    """How each service of this server fared: the last success and failure, and the figures of the last ten minutes."""
    client = _text(query, "client")
    since = now - dt.timedelta(seconds=HEALTH_SECONDS)
    parameters = {"since": since, "own": viewer.client, "all": viewer.sees_all, "client": client}
    async with connection.cursor(row_factory=dict_row) as cursor:
        figures = await (await cursor.execute(_HEALTH, parameters)).fetchall()
        last = await (await cursor.execute("SELECT side, service, succeeded_at, failed_at FROM service_last WHERE side = 'p'")).fetchall()
    found: dict[str, dict[str, Any]] = {row["service"]: {"last": row, "figures": {}} for row in last if _may_see(row["service"], viewer)}
    for row in figures:
        found.setdefault(row["service"], {"last": {}, "figures": {}})["figures"] = row
    if client:
        found = {service: facts for service, facts in found.items() if facts["figures"]}
    return {
        "monitoringStartupTimestamp": _milliseconds(started),
        "statisticsPeriodSeconds": HEALTH_SECONDS,
        "servicesEvents": [_health(service, facts["last"], facts["figures"], shown) for service, facts in sorted(found.items())],
    }


async def _records(connection: Connection, criteria: Criteria, viewer: Viewer, cut: str, until: int) -> list[DictRow]:
    parameters = {
        "since": dt.datetime.fromtimestamp(criteria.records_from, dt.UTC),
        "until": dt.datetime.fromtimestamp(until + 1, dt.UTC),
        "client": criteria.client,
        "own": viewer.client,
        "all": viewer.sees_all,
        "most": MOST_RECORDS + 1,
    }
    async with connection.cursor(row_factory=dict_row) as cursor:
        return await (await cursor.execute(f"{_RECORDS} ORDER BY answer_out, id {cut}", parameters)).fetchall()


_SEEN = (
    "(%(all)s OR client = %(own)s OR (%(own)s <> '' AND starts_with(service, %(own)s || '/'))) AND (%(client)s = '' OR client = %(client)s)"
)
_RECORDS = f"SELECT * FROM exchange WHERE answer_out >= %(since)s AND answer_out < %(until)s AND {_SEEN}"  # noqa: S608 - fixed text
_EXCHANGE = (
    "SELECT * FROM exchange WHERE (message_id = %(number)s OR request_id = %(request)s) "
    "AND answer_out >= %(since)s AND answer_out < %(until)s"
)
_AROUND = dt.timedelta(hours=1)
_KEPT = """
SELECT is_answer, side, recorded_at, body_size, hash, EXISTS (
  SELECT 1 FROM stamp_range r WHERE r.chain = m.chain AND m.position BETWEEN r.first_position AND r.last_position) AS is_stamped
FROM message m WHERE message_id = %(number)s OR request_id = %(request)s ORDER BY id LIMIT 20
"""
_MILLISECONDS = "extract(epoch FROM answer_out - request_in) * 1000"
_HEALTH = f"""
SELECT service, count(*) FILTER (WHERE succeeded) AS good, count(*) FILTER (WHERE NOT succeeded) AS bad,
  min({_MILLISECONDS}) FILTER (WHERE succeeded) AS shortest, avg({_MILLISECONDS}) FILTER (WHERE succeeded) AS average,
  max({_MILLISECONDS}) FILTER (WHERE succeeded) AS longest, stddev_pop({_MILLISECONDS}) FILTER (WHERE succeeded) AS deviation,
  min(request_size) AS request_min, avg(request_size) AS request_avg, max(request_size) AS request_max,
  stddev_pop(request_size) AS request_dev,
  min(answer_size) AS answer_min, avg(answer_size) AS answer_avg, max(answer_size) AS answer_max, stddev_pop(answer_size) AS answer_dev
FROM exchange WHERE side = 'p' AND answer_out >= %(since)s AND {_SEEN} GROUP BY service
"""  # noqa: S608 - fixed text


def _within(criteria: Criteria, second: int) -> Criteria:
    return Criteria(second, second, criteria.client, criteria.fields, criteria.is_shifted)


def _record(row: DictRow, wanted: Iterable[str], viewer: Viewer, shown: Presentation) -> dict[str, Any]:
    names = wanted or FIELDS
    facts = {name: FIELDS[name](row, viewer, shown) for name in FIELDS if name in names}
    return {name: value for name, value in facts.items() if value not in (None, "")}


def _health(service: str, last: Mapping[str, Any], row: Mapping[str, Any], shown: Presentation) -> dict[str, Any]:
    period: dict[str, Any] = {"successfulRequestCount": row.get("good", 0), "unsuccessfulRequestCount": row.get("bad", 0)}
    names = {
        "requestMinDuration": "shortest", "requestAverageDuration": "average", "requestMaxDuration": "longest",
        "requestDurationStdDev": "deviation", "requestMinSize": "request_min", "requestAverageSize": "request_avg",
        "requestMaxSize": "request_max", "requestSizeStdDev": "request_dev", "responseMinSize": "answer_min",
        "responseAverageSize": "answer_avg", "responseMaxSize": "answer_max", "responseSizeStdDev": "answer_dev",
    }  # fmt: skip
    period |= {name: round(float(row[column]), 3) for name, column in names.items() if row.get(column) is not None}
    kind = shown.kinds.get(service, "REST")
    event: dict[str, Any] = {"service": f"SERVICE:{service}", "serviceType": kind, "lastPeriodStatistics": period}
    if last.get("succeeded_at"):
        event["lastSuccessfulRequestTimestamp"] = _milliseconds(last["succeeded_at"])
    if last.get("failed_at"):
        event["lastUnsuccessfulRequestTimestamp"] = _milliseconds(last["failed_at"])
    return event


def mask_user(user: str, policy: str) -> str:
    """The acting person's id as the policy shows it: as it is, its country and last three characters, or not at all."""
    if policy == "full" or not user:
        return user
    if policy == "hidden":
        return ""
    return f"{user[:2]}…{user[-3:]}" if len(user) > 8 else f"{user[:2]}…"


def mask_path(path: str) -> str:
    """The path without numbers that could be a person's."""
    return _NUMBER_IN_PATH.sub("…", path)


def _user(row: DictRow, viewer: Viewer, shown: Presentation) -> str:
    return mask_user(row["user_id"], "full" if viewer.client == row["client"] else shown.user_ids)


def _path(row: DictRow, viewer: Viewer, shown: Presentation) -> str:
    if row["side"] != "p":
        return ""
    return str(row["path"]) if shown.user_ids == "full" else mask_path(row["path"])


def _part(column: str, index: int) -> Callable[[DictRow, Viewer, Presentation], str]:
    def read(row: DictRow, viewer: Viewer, shown: Presentation) -> str:
        codes: list[str] = row[column].split("/")
        return codes[index] if index < len(codes) else ""

    return read


def _column(name: str) -> Callable[[DictRow, Viewer, Presentation], Any]:
    return lambda row, viewer, shown: row[name]


def _instant(name: str) -> Callable[[DictRow, Viewer, Presentation], int | None]:
    return lambda row, viewer, shown: None if row[name] is None else _milliseconds(row[name])


def _represented(row: DictRow, *, code: bool) -> str:
    group, _, number = str(row["represented"]).rpartition("/")
    return number if code else group


FIELDS: dict[str, Callable[[DictRow, Viewer, Presentation], Any]] = {
    "monitoringDataTs": lambda row, viewer, shown: int(row["answer_out"].timestamp()),
    "securityServerInternalIp": lambda row, viewer, shown: shown.address if viewer.sees_all else None,
    "securityServerType": lambda row, viewer, shown: "Client" if row["side"] == "c" else "Producer",
    "requestInTs": _instant("request_in"),
    "requestOutTs": _instant("request_out"),
    "responseInTs": _instant("answer_in"),
    "responseOutTs": _instant("answer_out"),
    "clientXRoadInstance": _part("client", 0),
    "clientMemberClass": _part("client", 1),
    "clientMemberCode": _part("client", 2),
    "clientSubsystemCode": _part("client", 3),
    "serviceXRoadInstance": _part("service", 0),
    "serviceMemberClass": _part("service", 1),
    "serviceMemberCode": _part("service", 2),
    "serviceSubsystemCode": _part("service", 3),
    "serviceCode": _part("service", 4),
    "restMethod": _column("method"),
    "restPath": _path,
    "representedPartyClass": lambda row, viewer, shown: _represented(row, code=False),
    "representedPartyCode": lambda row, viewer, shown: _represented(row, code=True),
    "messageId": _column("message_id"),
    "messageUserId": _user,
    "messageIssue": _column("issue"),
    "messageProtocolVersion": lambda row, viewer, shown: "1",
    "clientSecurityServerAddress": lambda row, viewer, shown: shown.addresses.get(row["client"]),
    "serviceSecurityServerAddress": lambda row, viewer, shown: shown.addresses.get(row["service"].rpartition("/")[0]),
    "requestSize": _column("request_size"),
    "responseSize": _column("answer_size"),
    "requestAttachmentCount": lambda row, viewer, shown: 0,
    "responseAttachmentCount": lambda row, viewer, shown: 0,
    "succeeded": _column("succeeded"),
    "statusCode": lambda row, viewer, shown: row["status"] or None,
    "serviceType": lambda row, viewer, shown: shown.kinds.get(row["service"], "REST"),
    "faultCode": _column("fault"),
    "faultString": _column("fault_text"),
    "xRequestId": lambda row, viewer, shown: str(row["request_id"]),
}


def _may_see(service: str, viewer: Viewer) -> bool:
    return viewer.sees_all or bool(viewer.client and service.startswith(f"{viewer.client}/"))


def _milliseconds(at: dt.datetime) -> int:
    return int(at.timestamp() * 1000)


def _text(query: Query, name: str) -> str:
    values = query.get(name, ())
    if len(values) > 1:
        raise _bad(f"{name} is given {len(values)} times")
    value = values[0] if values else ""
    if len(value) > _LONGEST_VALUE or "\0" in value:
        raise _bad(f"{name} is not a value of this search")
    return value


def _whole(query: Query, name: str) -> int:
    value = _text(query, name)
    if not _WHOLE.fullmatch(value) or int(value) >= 1 << 35:
        raise _bad(f"{name} must be seconds since 1970")
    return int(value)


def _bad(text: str) -> Fault:
    return Fault("Client.BadRequest", text)
