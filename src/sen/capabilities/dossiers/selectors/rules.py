"""Which rules hold on a day, and what their keepers see of them."""

import datetime as dt
import re
from string import Formatter

from django.db import connection

from sen.capabilities.dossiers.errors import CodeTemplateWrong, NoRuleSet, NumberPatternWrong, RuleSetNotFound
from sen.capabilities.dossiers.models import FormKind, RuleSet
from sen.capabilities.dossiers.types import RuleTime, RuleValues
from sen.kernel.identifiers import dossier_code
from sen.kernel.statements import planned

_IN_FORCE = """
    SELECT id, xmin::text FROM dossiers_ruleset
    WHERE valid_from <= %s AND (valid_to IS NULL OR valid_to >= %s) ORDER BY valid_from DESC LIMIT 1
"""
_CODE_LENGTH, _NUMBER_LENGTH = 50, 40
_EXAMPLE_UNIT, _LONGEST_UNIT, _EXAMPLE_SEQUENCE = "H20.19", "H" * 30, 7
_SPECS = {"unit": re.compile(""), "date": re.compile(r"(?:%[Yymd]|[-.])+"), "seq": re.compile(r"(?:0?[1-9]d)?")}
_PLAIN = re.compile(r"[A-Za-z0-9._-]*")
_NUMBER = re.compile(r"[^{}]*\{number\}[^{}]*(?:\{year\}[^{}]*)?|[^{}]*\{year\}[^{}]*\{number\}[^{}]*")
_kept: dict[tuple[int, str], RuleSet] = {}


def rule_set_on(day: dt.date) -> RuleSet:
    """The rule set in force on the day; raises NoRuleSet.

    Kept in the process until its row is written again, which one small statement tells.
    """
    with planned(connection) as cursor:
        cursor.execute(_IN_FORCE, [day, day])
        row = cursor.fetchone()
    if row is None:
        raise NoRuleSet
    if row not in _kept:
        _kept.clear()
        _kept[row] = RuleSet.objects.get(pk=row[0])
    return _kept[row]


def list_rule_sets() -> list[RuleSet]:
    """Every rule set, the newest first."""
    return list(RuleSet.objects.order_by("-valid_from"))


def get_rule_set(rule_set_id: int) -> RuleSet:
    """One rule set; raises RuleSetNotFound."""
    rules = RuleSet.objects.filter(pk=rule_set_id).first()
    if rules is None:
        raise RuleSetNotFound
    return rules


def time_of(rules: RuleSet, on: dt.date) -> RuleTime:
    """Where the set stands on the day."""
    if rules.valid_from > on:
        return RuleTime.COMING
    return RuleTime.ENDED if rules.valid_to is not None and rules.valid_to < on else RuleTime.NOW


def values_of(rules: RuleSet) -> RuleValues:
    """What the set says, every kind of form with all its texts."""
    return RuleValues(
        name=rules.name,
        basis=rules.basis,
        supplement_clock=rules.supplement_clock,
        due_rounding=rules.due_rounding,
        max_supplements=rules.max_supplements,
        max_extensions=rules.max_extensions,
        apology_days_before=rules.apology_days_before,
        reception_hours=rules.reception_hours,
        return_to_applicant_days=rules.return_to_applicant_days,
        transfer_cutoff=rules.transfer_cutoff,
        code_template=rules.code_template,
        forms={kind.value: wording_of(rules, kind) for kind in FormKind},
    )


def wording_of(rules: RuleSet, kind: FormKind) -> dict[str, str]:
    """The texts of one kind of form in the set: what is printed while nothing was written."""
    written: dict[str, str] = rules.forms.get(kind.value, {})
    return {"list_number": "", "title": str(kind.label), "pattern": "{number}", "basis": ""} | written


def unknown_forms(rules: RuleSet) -> list[FormKind]:
    """Kinds of forms whose legal basis nobody has written yet."""
    return [kind for kind in FormKind if not wording_of(rules, kind)["basis"].strip()]


def code_example(template: str, on: dt.date) -> str:
    """A dossier code by the template; raises CodeTemplateWrong for one that is unsafe, too long or gives a code twice.

    Only ``{unit}``, ``{date:…}`` and ``{seq:…}`` are read, so that a template cannot reach anything else.
    """
    for literal, name, spec, conversion in _parsed(template):
        known = name is None or (name in _SPECS and not conversion and _SPECS[name].fullmatch(spec or ""))
        if not known or not _PLAIN.fullmatch(literal):
            raise CodeTemplateWrong("code_template")
    days = [on, on + dt.timedelta(days=1), on + dt.timedelta(days=31), on + dt.timedelta(days=366)]
    samples = {dossier_code(template, unit=_EXAMPLE_UNIT, date=day, sequence=number) for day in days for number in (1, 2, 12, 112)}
    others = {dossier_code(template, unit="H20.20", date=on, sequence=number) for number in (1, 2, 12, 112)}
    longest = dossier_code(template, unit=_LONGEST_UNIT, date=on, sequence=9999)
    if len(samples) < len(days) * 4 or samples & others or len(longest) > _CODE_LENGTH:
        raise CodeTemplateWrong("code_template")
    return dossier_code(template, unit=_EXAMPLE_UNIT, date=on, sequence=_EXAMPLE_SEQUENCE)


def number_example(pattern: str, on: dt.date, field: str = "") -> str:
    """The number of a form by the pattern; raises NumberPatternWrong on the field."""
    if not _NUMBER.fullmatch(pattern) or len(pattern) > _NUMBER_LENGTH:
        raise NumberPatternWrong(field)
    return pattern.format(number=_EXAMPLE_SEQUENCE, year=on.year)


def _parsed(template: str) -> list[tuple[str, str | None, str | None, str | None]]:
    try:
        return list(Formatter().parse(template))
    except ValueError:
        raise CodeTemplateWrong("code_template") from None
