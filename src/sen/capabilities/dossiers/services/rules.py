"""Rule sets: loading the shipped ones, preparing the next one, completing texts nobody knew.

A set in force, or one that was, is what dossiers were promised by: only texts that were unknown may still be written into it.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sen.capabilities.dossiers.errors import (
    FormTitleMissing,
    RuleSetNotFound,
    RulesIncomplete,
    RulesInForce,
    RulesOutOfBounds,
    RulesStartTaken,
    RulesStartTooEarly,
)
from sen.capabilities.dossiers.models import FormKind, RuleSet
from sen.capabilities.dossiers.policies import check_may_keep_rules
from sen.capabilities.dossiers.selectors.rules import code_example, number_example, time_of, unknown_forms, values_of
from sen.capabilities.dossiers.types import RuleTime, RuleValues
from sen.foundation.audit.services import record_change
from sen.kernel import clock
from sen.kernel.actor import Actor
from sen.kernel.text import clean

BOUNDS = {
    "max_supplements": (1, 5),
    "max_extensions": (0, 5),
    "apology_days_before": (0, 10),
    "reception_hours": (1, 80),
    "return_to_applicant_days": (1, 30),
}
_TEXTS = ("list_number", "title", "pattern", "basis")
_DAY = dt.timedelta(days=1)


@transaction.atomic
def load_rule_sets(*, records: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """Create the rule sets that are missing; what an administrator changed stays."""
    created = 0
    for record in records:
        values = dict(record)
        values["transfer_cutoff"] = dt.time.fromisoformat(values["transfer_cutoff"])
        _set, is_new = RuleSet.objects.get_or_create(key=values.pop("key"), defaults=values)
        created += is_new
    return {"created": created, "unchanged": len(records) - created}


@transaction.atomic
def create_rule_set(*, actor: Actor, source_id: int, name: str, basis: str, valid_from: dt.date, now: dt.datetime) -> RuleSet:
    """Prepare a rule set from an existing one, valid from a day to come; the set before it ends the day before.

    Raises NotAllowed, RuleSetNotFound, RulesIncomplete, RulesStartTooEarly, RulesStartTaken.
    """
    today = clock.local(now).date()
    check_may_keep_rules(actor, today)
    known = {rules.pk: rules for rules in RuleSet.objects.select_for_update().order_by("valid_from")}
    if source_id not in known:
        raise RuleSetNotFound
    name, basis = _named(name, basis)
    if valid_from <= today:
        raise RulesStartTooEarly("valid_from")
    taken = next((rules for rules in known.values() if rules.valid_from == valid_from), None)
    if taken:
        raise RulesStartTaken("valid_from", name=taken.name)
    before = max((rules for rules in known.values() if rules.valid_from < valid_from), key=lambda rules: rules.valid_from, default=None)
    after = min((rules.valid_from for rules in known.values() if rules.valid_from > valid_from), default=None)
    if before is not None:
        before.valid_to = valid_from - _DAY
        before.save(update_fields=["valid_to"])
    values = asdict(replace(values_of(known[source_id]), name=name, basis=basis))
    fresh = RuleSet.objects.create(
        key=f"tu-{valid_from.isoformat()}", valid_from=valid_from, valid_to=after - _DAY if after else None, **values
    )
    detail = {"name": name, "from": valid_from.isoformat(), "source": known[source_id].key, "before": before.key if before else ""}
    _record(actor, "rules.create", fresh, now, detail)
    return fresh


@transaction.atomic
def edit_rule_set(*, actor: Actor, rule_set_id: int, values: RuleValues, now: dt.datetime) -> RuleSet:
    """Write a set that is not yet in force; into one that is or was, only texts of forms whose basis was unknown.

    Raises NotAllowed, RuleSetNotFound, RulesInForce, RulesIncomplete, RulesOutOfBounds, CodeTemplateWrong, FormTitleMissing,
    NumberPatternWrong.
    """
    today = clock.local(now).date()
    check_may_keep_rules(actor, today)
    rules = _locked(rule_set_id)
    values = _cleaned(values)
    changes = _changes(values_of(rules), values)
    if time_of(rules, today) is not RuleTime.COMING:
        open_parts = {f"{kind.value}.{text}" for kind in unknown_forms(rules) for text in _TEXTS}
        fixed = [part for part in changes if part not in open_parts]
        if fixed:
            raise RulesInForce(part=_part_name(fixed[0]))
    _check(values, [part for part in changes if "." in part], today)
    for part, value in asdict(values).items():
        setattr(rules, part, value)
    rules.save(update_fields=list(asdict(values)))
    if changes:
        _record(actor, "rules.edit", rules, now, changes)
    return rules


@transaction.atomic
def withdraw_rule_set(*, actor: Actor, rule_set_id: int, now: dt.datetime) -> None:
    """Take back a set that is not yet in force; the set before it goes on as if this one had never been prepared.

    Raises NotAllowed, RuleSetNotFound, RulesInForce.
    """
    today = clock.local(now).date()
    check_may_keep_rules(actor, today)
    known = {rules.pk: rules for rules in RuleSet.objects.select_for_update().order_by("valid_from")}
    rules = known.get(rule_set_id)
    if rules is None:
        raise RuleSetNotFound
    if time_of(rules, today) is not RuleTime.COMING:
        raise RulesInForce(part=_("ngày hiệu lực"))
    for before in known.values():
        if before.valid_to == rules.valid_from - _DAY:
            before.valid_to = rules.valid_to
            before.save(update_fields=["valid_to"])
    _record(actor, "rules.withdraw", rules, now, {"name": rules.name, "from": rules.valid_from.isoformat()})
    rules.delete()


def _locked(rule_set_id: int) -> RuleSet:
    rules = RuleSet.objects.select_for_update().filter(pk=rule_set_id).first()
    if rules is None:
        raise RuleSetNotFound
    return rules


def _named(name: str, basis: str) -> tuple[str, str]:
    name, basis = clean(name), clean(basis)
    if not name or not basis:
        raise RulesIncomplete("basis" if name else "name")
    return name, basis


def _cleaned(values: RuleValues) -> RuleValues:
    name, basis = _named(values.name, values.basis)
    forms = {kind: {text: clean(wording.get(text, "")) for text in _TEXTS} for kind, wording in values.forms.items()}
    return replace(values, name=name, basis=basis, code_template=values.code_template.strip(), forms=forms)


def _check(values: RuleValues, form_parts: Iterable[str], today: dt.date) -> None:
    """Refuse what no dossier could be handled by; of the forms only those that are written now."""
    for part, (least, most) in BOUNDS.items():
        if not least <= getattr(values, part) <= most:
            raise RulesOutOfBounds(part, least=least, most=most)
    code_example(values.code_template, today)
    for kind in dict.fromkeys(part.partition(".")[0] for part in form_parts):
        wording = values.forms[kind]
        if not wording["title"]:
            raise FormTitleMissing(f"{kind}_title")
        number_example(wording["pattern"], today, f"{kind}_pattern")


def _changes(before: RuleValues, after: RuleValues) -> dict[str, list[Any]]:
    """What differs, by part; a text of a form is named ``receipt.title``."""
    old, new = _flat(before), _flat(after)
    return {part: [old.get(part), value] for part, value in new.items() if old.get(part) != value}


def _flat(values: RuleValues) -> dict[str, Any]:
    plain = asdict(values)
    plain["transfer_cutoff"] = values.transfer_cutoff.strftime("%H:%M")
    forms = plain.pop("forms")
    return plain | {f"{kind}.{text}": value for kind, wording in forms.items() for text, value in wording.items()}


def _part_name(part: str) -> str:
    kind, dot, _text = part.partition(".")
    return _("biểu mẫu “{title}”").format(title=FormKind(kind).label) if dot else _("các quy tắc chung")


def _record(actor: Actor, action: str, rules: RuleSet, now: dt.datetime, detail: Mapping[str, Any]) -> None:
    record_change(actor=actor, action=action, subject_type="rule_set", subject_id=rules.pk, now=now, detail=detail)
