"""Reads of second factors and of who must have one."""

import datetime as dt

from django.db.models import Q, QuerySet

from sen.foundation.accounts.models import (
    Account,
    FactorRule,
    RecoveryCode,
    SecurityKey,
    SecurityNotice,
    TotpFactor,
    TrustedDevice,
)
from sen.foundation.accounts.selectors.officers import appointments_on, delegations_on
from sen.foundation.accounts.types import FactorView
from sen.kernel import clock


def list_factors(account_id: int) -> list[FactorView]:
    """The person's code generators and security keys in use, oldest first."""
    codes = TotpFactor.objects.filter(account=account_id, confirmed_at__isnull=False)
    found = [FactorView("totp", row.pk, row.label, row.created_at, row.used_at) for row in codes]
    found += [FactorView("key", row.pk, row.label, row.created_at, row.used_at) for row in SecurityKey.objects.filter(account=account_id)]
    return sorted(found, key=lambda factor: factor.created_at)


def count_factors(account_id: int) -> int:
    """How many second factors the person has in use."""
    codes = TotpFactor.objects.filter(account=account_id, confirmed_at__isnull=False).count()
    return codes + SecurityKey.objects.filter(account=account_id).count()


def count_recovery_codes(account_id: int) -> int:
    """How many recovery codes are left."""
    return RecoveryCode.objects.filter(account=account_id, used_at__isnull=True).count()


def list_key_ids(account_id: int) -> list[bytes]:
    """The credential ids of the person's security keys."""
    return [bytes(value) for value in SecurityKey.objects.filter(account=account_id).order_by("pk").values_list("credential_id", flat=True)]


def list_trusted_devices(account_id: int, now: dt.datetime) -> QuerySet[TrustedDevice]:
    """Browsers that are not asked for the second factor now, newest first."""
    return TrustedDevice.objects.filter(account=account_id, expires_at__gt=now).order_by("-trusted_at")


def factor_due_on(account_id: int, on: dt.date) -> dt.date | None:
    """From which day the person signs in with two factors only, by the strictest rule of a role held on the date; None when by none."""
    account = Account.objects.filter(pk=account_id).values_list("is_demo", "created_at").first()
    if account is None:
        return None
    is_demo, created_at = account
    roles = {*appointments_on(on).filter(account=account_id).values_list("role", flat=True)}
    roles |= {*delegations_on(on).filter(receiver=account_id).values_list("role", flat=True)}
    rules = rules_on(on).filter(role__in=roles)
    if is_demo:
        rules = rules.filter(spares_demo=False)
    opened = clock.local(created_at).date()
    return min((max(rule.valid_from, opened) + dt.timedelta(days=rule.grace_days) for rule in rules), default=None)


def is_factor_required(account_id: int, on: dt.date) -> bool:
    """Whether the person signs in with two factors only on the date."""
    due = factor_due_on(account_id, on)
    return due is not None and due <= on


def rules_on(on: dt.date) -> QuerySet[FactorRule]:
    """Rules in force on the date."""
    return FactorRule.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on), valid_from__lte=on)


def list_rules() -> QuerySet[FactorRule]:
    """Every rule, newest first within a role."""
    return FactorRule.objects.order_by("role", "-valid_from")


def list_notices(account_id: int) -> QuerySet[SecurityNotice]:
    """What the account's owner was told, newest first."""
    return SecurityNotice.objects.filter(account=account_id).order_by("-told_at", "-pk")


def count_open_notices(account_id: int) -> int:
    """How many notices the account's owner has not answered."""
    return SecurityNotice.objects.filter(account=account_id, answer="").count()
