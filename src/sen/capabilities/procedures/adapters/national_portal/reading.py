"""Reads the stored files of the portal into the catalogue's types; touches no database."""

import csv
import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from sen.capabilities.procedures.adapters.national_portal.components import Papers, read_papers
from sen.capabilities.procedures.adapters.national_portal.fees import read_fees
from sen.capabilities.procedures.adapters.national_portal.limits import Completion, Filing, complete, read_filing
from sen.capabilities.procedures.adapters.national_portal.matching import Rule, contains_all, first_match, read_rules
from sen.capabilities.procedures.adapters.national_portal.service import read_service
from sen.capabilities.procedures.adapters.national_portal.texts import paragraphs, tidy
from sen.capabilities.procedures.types import CatalogueSource, CompetenceRecord, LifeEventRecord, ProcedureRecord, ResultRecord

Row = Mapping[str, str]
_PROVINCE, _COMMUNE = "Cấp tỉnh", "Cấp xã"
_JOINED = {("cán bộ", "công chức", "viên chức"): "Cán bộ, công chức, viên chức"}


@dataclass(frozen=True)
class Era:
    """The organisation of a province at a time: validity of what is published, and whether districts exist."""

    key: str
    valid_from: dt.date
    valid_to: dt.date | None
    has_districts: bool
    departments_file: str


ERAS = {
    "dongthap-2020": Era("dongthap-2020", dt.date(2020, 1, 1), None, True, "field_departments_2020.csv"),
    "dongthap-2025": Era("dongthap-2025", dt.date(2025, 7, 1), None, False, "field_departments_2025.csv"),
}


@dataclass(frozen=True)
class _Tables:
    components: Mapping[str, list[Row]]
    methods: Mapping[str, list[Row]]
    results: Mapping[str, list[Row]]
    bases: Mapping[str, list[Row]]
    steps: Mapping[str, Mapping[str, str]]
    district_rules: tuple[Rule, ...]
    keyword_rules: tuple[Rule, ...]
    event_rules: tuple[Rule, ...]
    completions: Mapping[str, Completion]


def read_catalogue(folder: Path, era: Era) -> CatalogueSource:
    """Everything in the folder as it applies to the era; raises OSError when a file is missing."""
    tables = _Tables(
        components=_grouped(folder / "components.csv"),
        methods=_grouped(folder / "methods.csv"),
        results=_grouped(folder / "results.csv"),
        bases=_grouped(folder / "legal_basis.csv"),
        steps=_steps(folder / "steps.jsonl"),
        district_rules=read_rules(_rows(folder / "district_fields_2020.csv"), "note") if era.has_districts else (),
        keyword_rules=read_rules(_rows(folder / "keyword_rules.csv"), "keywords"),
        event_rules=read_rules(_rows(folder / "life_event_rules.csv"), "event"),
        completions={
            row["code"]: Completion(Decimal(row["amount"]), row["unit"], row["is_immediate"] == "1", row["note"])
            for row in _rows(folder / "completions.csv")
        },
    )
    return CatalogueSource(
        province=era.key,
        valid_from=era.valid_from,
        valid_to=era.valid_to,
        procedures=tuple(_procedure(row, tables) for row in _rows(folder / "procedures.csv")),
        competences=tuple(
            CompetenceRecord(row["field"], row["ministry"], row["agency_key"], row["all_levels"] == "1")
            for row in _rows(folder / era.departments_file)
        ),
        life_events=tuple(
            LifeEventRecord(r["key"], r["name"], r["hint"], r["icon"], int(r["position"])) for r in _rows(folder / "life_events.csv")
        ),
        central_only=sum(1 for _ in _rows(folder / "procedures_central_only.csv")),
    )


def _procedure(row: Row, tables: _Tables) -> ProcedureRecord:
    code, name, field = row["code"], tidy(row["name"]), tidy(row["field"])
    text = tables.steps.get(code, {})
    papers = read_papers(tables.components[code])
    steps = paragraphs(text.get("steps", ""))
    filing = read_filing(tables.methods[code], steps)
    immediate = complete(filing, tables.completions.get(code))
    remarks = [*papers.remarks, *filing.remarks]
    fees = read_fees(tables.methods[code], remarks)
    level, old_level, reason = read_service(row["online"] == "1", steps, papers.rows)
    levels = _levels(row, name, tables.district_rules, remarks)
    agency = tidy(row["agency"]) or tidy(row["competent"])
    if not agency:
        agency = _agency_by_level(levels)
        remarks.append("agency-from-level")
    return ProcedureRecord(
        code=code,
        name=name,
        field=field,
        ministry=row["ministry"],
        kind=row["kind"],
        at_province=levels.province,
        at_district=levels.district,
        at_commune=levels.commune,
        steps=steps,
        conditions=paragraphs(text.get("conditions", "")),
        subjects=_subjects(row["subjects"]),
        executing_agency=agency,
        decision_number=row["decision"],
        service_level=level,
        old_level=old_level,
        partial_reason=reason,
        is_immediate=immediate,
        fees=tuple(fees),
        notes=tuple(dict.fromkeys(remarks)),
        **_listed(papers, filing),
        **_links(code, (field, row["ministry"], name), tables),
    )


def _listed(papers: Papers, filing: Filing) -> dict[str, Any]:
    """Cases, papers, ways of filing and the overall limit."""
    limit = {"limit_amount": filing.amount, "limit_unit": filing.unit, "limit_note": filing.note}
    return {"cases": tuple(papers.cases), "components": tuple(papers.rows), "methods": tuple(filing.methods), **limit}


def _links(code: str, subject: tuple[str, str, str], tables: _Tables) -> dict[str, Any]:
    """Results, bases, keywords and life events of a procedure; the subject is its field, ministry and name."""
    numbers = (tidy(row["document_number"]) for row in tables.bases[code])
    results = (ResultRecord(tidy(row["result_name"]), row["result_code"]) for row in tables.results[code])
    return {
        "results": tuple(result for result in results if result.name),
        "bases": tuple(number for number in dict.fromkeys(numbers) if number),
        "keywords": ", ".join(rule.value for rule in contains_all(tables.keyword_rules, *subject)),
        "life_events": tuple(dict.fromkeys(rule.value for rule in contains_all(tables.event_rules, *subject))),
    }


@dataclass(frozen=True)
class _Levels:
    province: bool
    district: bool
    commune: bool


def _levels(row: Row, name: str, district_rules: tuple[Rule, ...], remarks: list[str]) -> _Levels:
    """Where the procedure is done; with districts, some of what communes do today belonged to them."""
    at_commune = _COMMUNE in row["levels"]
    at_district = at_commune and first_match(district_rules, tidy(row["field"]), row["ministry"], name) is not None
    if at_district:
        remarks.append("district-level-assumed")
    return _Levels(_PROVINCE in row["levels"], at_district, at_commune and not at_district)


def _agency_by_level(levels: _Levels) -> str:
    names = []
    if levels.province:
        names.append("Cơ quan chuyên môn thuộc Ủy ban nhân dân cấp tỉnh")
    if levels.district:
        names.append("Ủy ban nhân dân cấp huyện")
    if levels.commune:
        names.append("Ủy ban nhân dân cấp xã")
    return ", ".join(names)


def _subjects(text: str) -> tuple[str, ...]:
    parts = [part for part in (tidy(p) for p in text.split(";")) if part]
    for words, joined in _JOINED.items():
        places = [i for i in range(len(parts)) if tuple(p.lower() for p in parts[i : i + len(words)]) == words]
        for place in reversed(places):
            parts[place : place + len(words)] = [joined]
    return tuple(dict.fromkeys(parts))


def _rows(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def _grouped(path: Path) -> Mapping[str, list[Row]]:
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in _rows(path):
        groups[row["code"]].append(row)
    return groups


def _steps(path: Path) -> Mapping[str, Mapping[str, str]]:
    with path.open(encoding="utf-8") as lines:
        records: Iterable[Mapping[str, str]] = (json.loads(line) for line in lines)
        return {record["code"]: record for record in records}
