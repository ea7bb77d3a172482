"""Bringing a source's procedures into the catalogue, all at once or only what is new."""

import dataclasses
import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max

from sen.capabilities.procedures.models import CatalogueImport, Field, LifeEvent, Procedure, ProcedureVersion
from sen.capabilities.procedures.selectors.completeness import absent_parts
from sen.capabilities.procedures.selectors.wording import name_words, search_words
from sen.capabilities.procedures.services.import_details import put_competences, write_details, write_routes
from sen.capabilities.procedures.services.import_report import build_report, stated_parts
from sen.capabilities.procedures.services.recording import tell_feed
from sen.capabilities.procedures.states import VersionState
from sen.capabilities.procedures.types import CatalogueSource, ProcedureRecord
from sen.foundation.audit.services import record_change
from sen.foundation.feeds.types import Action
from sen.kernel.actor import Actor
from sen.kernel.errors import NotAllowed
from sen.kernel.text import fold, sort_key

BATCH = 2000


@transaction.atomic
def import_catalogue(*, actor: Actor, source: CatalogueSource, now: dt.datetime) -> dict[str, Any]:
    """Write every procedure that is new or changed in the source, and return the report of the import.

    New complete records become published versions; incomplete ones wait as drafts with their reasons.  A changed record
    becomes a draft beside the version in force.  A second run of the same source writes nothing.
    Raises NotAllowed for anyone but the system and the procedure controllers.
    Basis: 63/2010/NĐ-CP, Article 8(2) (the seven parts).
    """
    if actor.account_id is not None and not actor.is_control:
        raise NotAllowed
    fields = _put_fields(source.procedures)
    events = _put_life_events(source)
    competences = put_competences(source, fields)
    hashes = {record.code: source_hash(record) for record in source.procedures}
    known = _known_versions()
    fresh = [record for record in source.procedures if record.code not in known]
    changed = [record for record in source.procedures if record.code in known and hashes[record.code] not in known[record.code]]
    versions = _write_versions(source, fresh, changed, fields, hashes, now)
    written = {record.code: record for record in (*fresh, *changed)}
    write_details(versions, written)
    write_routes([version for version in versions if version.number == 1], source, now)
    _link_events(versions, written, events)
    report = build_report(
        source, fresh=len(fresh), changed=len(changed), gone=sorted(known.keys() - hashes.keys()), competences=competences
    )
    tell_feed([record.code for record in fresh], now, Action.CREATED)
    if fresh or changed:
        row = CatalogueImport.objects.create(province=source.province, loaded_at=now, report=report)
        detail = {"fresh": len(fresh), "changed": len(changed)}
        record_change(actor=actor, action="catalogue-imported", subject_type="catalogue_import", subject_id=row.pk, now=now, detail=detail)
    return report


def source_hash(record: ProcedureRecord) -> str:
    """The fingerprint of what was read, to tell a changed record from a known one."""
    text = json.dumps(dataclasses.asdict(record), default=str, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _known_versions() -> dict[str, set[str]]:
    known: dict[str, set[str]] = {}
    for code, digest in ProcedureVersion.objects.values_list("procedure__code", "source_hash"):
        known.setdefault(code, set()).add(digest)
    return known


def _put_fields(records: Iterable[ProcedureRecord]) -> dict[tuple[str, str], Field]:
    known = {(row.name, row.ministry): row for row in Field.objects.all()}
    wanted = sorted({(record.field, record.ministry) for record in records} - known.keys())
    rows = [Field(name=name, ministry=ministry, name_folded=fold(name), name_sort=sort_key(name)) for name, ministry in wanted]
    known.update({(row.name, row.ministry): row for row in Field.objects.bulk_create(rows)})
    return known


def _put_life_events(source: CatalogueSource) -> dict[str, LifeEvent]:
    rows = [LifeEvent(key=e.key, name=e.name, hint=e.hint, icon=e.icon, position=e.position) for e in source.life_events]
    LifeEvent.objects.bulk_create(rows, update_conflicts=True, unique_fields=["key"], update_fields=["name", "hint", "icon", "position"])
    return {row.key: row for row in LifeEvent.objects.all()}


def _write_versions(
    source: CatalogueSource,
    fresh: Sequence[ProcedureRecord],
    changed: Sequence[ProcedureRecord],
    fields: Mapping[tuple[str, str], Field],
    hashes: Mapping[str, str],
    now: dt.datetime,
) -> list[ProcedureVersion]:
    procedures = {row.code: row for row in Procedure.objects.bulk_create([Procedure(code=record.code) for record in fresh], BATCH)}
    old = Procedure.objects.filter(code__in=[record.code for record in changed]).annotate(last=Max("versions__number"))
    numbers = {row.code: int(row.last or 0) + 1 for row in old}
    procedures.update({row.code: row for row in old})
    versions = []
    for record in (*fresh, *changed):
        version = _version(record, fields[record.field, record.ministry], hashes[record.code], now)
        version.procedure, version.number = procedures[record.code], numbers.get(record.code, 1)
        if record.code in numbers:
            version.change_note = "Nguồn quốc gia có thay đổi."
        elif not absent_parts(stated_parts(record)):
            version.state, version.valid_from, version.valid_to = VersionState.PUBLISHED, source.valid_from, source.valid_to
        versions.append(version)
    return ProcedureVersion.objects.bulk_create(versions, BATCH)


def _version(record: ProcedureRecord, field: Field, digest: str, now: dt.datetime) -> ProcedureVersion:
    return ProcedureVersion(
        state=VersionState.DRAFT,
        name=record.name,
        name_folded=name_words(record.name),
        search_text=search_words(record.name, record.code, record.field, record.keywords),
        name_sort=sort_key(record.name),
        keywords=record.keywords,
        field=field,
        kind=record.kind,
        done_at_province=record.at_province,
        done_at_district=record.at_district,
        done_at_commune=record.at_commune,
        steps_text=record.steps,
        conditions=record.conditions,
        subjects=list(record.subjects),
        executing_agency=record.executing_agency[:600],
        limit_amount=record.limit_amount,
        limit_unit=record.limit_unit,
        limit_note=record.limit_note,
        service_level=record.service_level,
        old_level=record.old_level,
        partial_reason=record.partial_reason,
        is_immediate=record.is_immediate,
        decision_number=record.decision_number[:60],
        source_hash=digest,
        source_notes=list(record.notes),
        edited_at=now,
    )


def _link_events(versions: Iterable[ProcedureVersion], records: Mapping[str, ProcedureRecord], events: Mapping[str, LifeEvent]) -> None:
    through = Procedure.life_events.through
    links = [
        through(procedure_id=version.procedure_id, lifeevent_id=events[key].pk)
        for version in versions
        if version.number == 1
        for key in records[version.procedure.code].life_events
    ]
    through.objects.bulk_create(links, BATCH, ignore_conflicts=True)
