"""Reads of the reconciliation ledger."""

import base64
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sen.capabilities.exchange.models import LedgerRecord, Service
from sen.capabilities.exchange.policies import visible_ledger
from sen.capabilities.exchange.states import NEEDS_SOMEBODY, LedgerState
from sen.capabilities.exchange.types import Answer
from sen.kernel.actor import Actor

STATE_NAMES: dict[LedgerState, str | Promise] = {
    LedgerState.WAITING: _("Đang chờ gửi"),
    LedgerState.MATCHED: _("Khớp"),
    LedgerState.DIFFERENT: _("Lệch"),
    LedgerState.FAILED: _("Chưa gửi được"),
    LedgerState.SETTLED: _("Đã xử lý"),
}
_system_names: dict[str, str | Promise] = {}
_kind_names: dict[str, str | Promise] = {"tra-cuu": _("Tra cứu")}


@dataclass(frozen=True, slots=True)
class LedgerFilter:
    """What to show of the ledger; empty values do not limit."""

    state: str = ""
    system: str = ""
    kind: str = ""
    words: str = ""
    since: dt.date | None = None


def name_system(code: str, name: str | Promise, kinds: Mapping[str, str | Promise] | None = None) -> None:
    """Tell the ledger how people call a system and the kinds of its records; for ``AppConfig.ready`` of the app that speaks with it."""
    _system_names[code] = name
    _kind_names.update(kinds or {})


def names_of_systems() -> dict[str, str]:
    """How people call the systems: the names told, otherwise those of the services with the code."""
    names: dict[str, str] = dict(Service.objects.order_by("-pk").values_list("code", "name"))
    return {**names, **{code: str(name) for code, name in _system_names.items()}}


def kind_name(kind: str) -> str:
    """How people call a kind of record."""
    return str(_kind_names.get(kind, kind))


def list_records(actor: Actor, wanted: LedgerFilter) -> QuerySet[LedgerRecord]:
    """The records the actor may see, newest change first; words find the record key, the dossier or the axis's own id."""
    rows = visible_ledger(actor).order_by("-changed_at", "-pk").defer("request", "answer")
    if wanted.state == "can-xem":
        rows = rows.filter(state__in=NEEDS_SOMEBODY)
    elif wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.system:
        rows = rows.filter(system=wanted.system)
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.since:
        rows = rows.filter(changed_at__date__gte=wanted.since)
    words = wanted.words.strip()
    return rows.filter(Q(record_key__iexact=words) | Q(dossier_code__iexact=words) | Q(request_id=words)) if words else rows


def count_by_state(actor: Actor, system: str = "") -> dict[str, int]:
    """How many of the visible records stand in each state."""
    rows = visible_ledger(actor).filter(**({"system": system} if system else {})).order_by()
    return dict(rows.values_list("state").annotate(count=Count("pk")))


def count_needing_somebody(actor: Actor) -> int:
    """Records that differ or could not be sent; for the menu."""
    return visible_ledger(actor).filter(state__in=NEEDS_SOMEBODY).count()


def list_systems(actor: Actor) -> list[str]:
    """Codes of the systems the visible records belong to."""
    return list(visible_ledger(actor).order_by("system").values_list("system", flat=True).distinct())


def list_for_dossier(dossier_code: str) -> QuerySet[LedgerRecord]:
    """The records of one dossier, newest change first; the caller has checked the right to the dossier."""
    return (
        LedgerRecord.objects.filter(dossier_code=dossier_code).exclude(dossier_code="").order_by("-changed_at").defer("request", "answer")
    )


def get_answer(record_id: int) -> Answer | None:
    """The answer to a queued question; None while it waits and after a week."""
    kept = LedgerRecord.objects.filter(pk=record_id).values_list("answer", flat=True).first()
    if not kept:
        return None
    return Answer(
        status=kept["status"],
        body=base64.b64decode(kept["body"]),
        headers={"content-type": kept["type"]},
        request_id=kept["request_id"],
        message_id=kept["message_id"],
    )
