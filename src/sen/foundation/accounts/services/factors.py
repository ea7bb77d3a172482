"""Setting up and removing second factors.

Basis: 85/2016/NĐ-CP and its standard (level 3 systems: two factors for those who administer or decide).
"""

import datetime as dt
import secrets

import pyotp
from django.db import IntegrityError, transaction
from django.utils.crypto import salted_hmac
from webauthn import verify_registration_response
from webauthn.helpers.exceptions import InvalidJSONStructure, InvalidRegistrationResponse, WebAuthnException

from sen.foundation.accounts.errors import CodeWrong, FactorNeeded, FactorNotFound, KeyKnownAlready, KeyRefused
from sen.foundation.accounts.models import RecoveryCode, SecurityKey, SecurityNotice, TotpFactor, TrustedDevice
from sen.foundation.accounts.selectors.factors import count_factors, is_factor_required
from sen.foundation.accounts.services.attempts import attempting
from sen.foundation.accounts.services.noticing import tell
from sen.foundation.accounts.services.sealing import seal, unseal
from sen.foundation.accounts.types import KeyCeremony, TotpSetup
from sen.foundation.audit.services import record_change
from sen.kernel import clock
from sen.kernel.actor import Actor
from sen.kernel.text import clean

ISSUER = "Sen Đồng Tháp"
STEP_SECONDS = 30
RECOVERY_CODES = 10
# Read aloud or copied by hand: no 0 and o, no 1, l and i.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


@transaction.atomic
def begin_totp(*, account_id: int, login: str, now: dt.datetime) -> TotpSetup:
    """A fresh secret for a code generator, good once its first code is entered; asking again gives the waiting one."""
    waiting = TotpFactor.objects.select_for_update().filter(account=account_id, confirmed_at__isnull=True).first()
    if waiting is None:
        secret = pyotp.random_base32()
        TotpFactor.objects.create(account_id=account_id, label="", sealed_secret=seal(secret), created_at=now)
    else:
        secret = unseal(waiting.sealed_secret)
    return TotpSetup(secret, pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=ISSUER))


def confirm_totp(*, actor: Actor, code: str, label: str, now: dt.datetime) -> list[str]:
    """Take a waiting code generator into use with its first code; returns recovery codes when the person has none yet.

    Raises TooManyAttempts, CodeWrong, FactorNotFound.
    """
    with attempting(actor.account, now=now):
        waiting = TotpFactor.objects.select_for_update().filter(account=actor.account, confirmed_at__isnull=True).first()
        if waiting is None:
            raise FactorNotFound
        step = matching_step(unseal(waiting.sealed_secret), code, now, after=0)
        if step is None:
            raise CodeWrong("code")
        waiting.label, waiting.confirmed_at, waiting.used_at, waiting.last_step = clean(label)[:60] or "Ứng dụng tạo mã", now, now, step
        waiting.save(update_fields=["label", "confirmed_at", "used_at", "last_step"])
        _record(actor, "factor.add", now, {"kind": "totp", "label": waiting.label})
        return _first_recovery_codes(actor, now)


@transaction.atomic
def add_security_key(*, actor: Actor, ceremony: KeyCeremony, label: str, now: dt.datetime) -> list[str]:
    """Register the security key a browser answered with; returns recovery codes when the person has none yet.

    Raises KeyRefused, KeyKnownAlready.
    """
    try:
        verified = verify_registration_response(
            credential=ceremony.answer,
            expected_challenge=ceremony.challenge,
            expected_rp_id=ceremony.rp_id,
            expected_origin=ceremony.origin,
        )
    except (InvalidRegistrationResponse, InvalidJSONStructure, WebAuthnException, ValueError) as error:
        raise KeyRefused from error
    label = clean(label)[:60] or "Khóa bảo mật"
    try:
        with transaction.atomic():
            SecurityKey.objects.create(
                account_id=actor.account,
                label=label,
                credential_id=verified.credential_id,
                public_key=verified.credential_public_key,
                sign_count=verified.sign_count,
                created_at=now,
            )
    except IntegrityError:
        raise KeyKnownAlready from None
    _record(actor, "factor.add", now, {"kind": "key", "label": label})
    return _first_recovery_codes(actor, now)


@transaction.atomic
def remove_factor(*, actor: Actor, kind: str, factor_id: int, now: dt.datetime) -> None:
    """Remove one of the actor's own code generators (``totp``) or security keys (``key``).

    The last one of a person who must have one stays.  Raises FactorNotFound, FactorNeeded.
    """
    table = TotpFactor.objects if kind == "totp" else SecurityKey.objects
    factor = table.select_for_update().filter(pk=factor_id, account=actor.account).first()
    if factor is None:
        raise FactorNotFound
    held = count_factors(actor.account)
    if held == 1 and is_factor_required(actor.account, clock.local(now).date()):
        raise FactorNeeded
    label = factor.label
    factor.delete()
    if held == 1:
        RecoveryCode.objects.filter(account=actor.account).delete()
        TrustedDevice.objects.filter(account=actor.account).delete()
    _record(actor, "factor.remove", now, {"kind": kind, "label": label})


@transaction.atomic
def make_recovery_codes(*, actor: Actor, now: dt.datetime) -> list[str]:
    """Ten fresh recovery codes in place of all earlier ones; shown once, kept as digests.  Raises FactorNotFound without a factor."""
    if not count_factors(actor.account):
        raise FactorNotFound
    codes = _write_recovery_codes(actor.account, now)
    _record(actor, "factor.recovery_codes", now, {})
    return codes


def recovery_digest(account_id: int, code: str) -> str:
    """What is kept of a recovery code: 50 random bits under the instance's secret need no slow hash."""
    plain = "".join(ch for ch in code.lower() if ch.isalnum())
    return salted_hmac("sen.accounts.recovery", f"{account_id}:{plain}", algorithm="sha256").hexdigest()


def matching_step(secret: str, code: str, now: dt.datetime, *, after: int) -> int | None:
    """The time step the code belongs to, one step of drift either way; None when it fits none later than ``after``."""
    digits = "".join(ch for ch in code if ch.isdigit())
    generator, present = pyotp.TOTP(secret), int(now.timestamp()) // STEP_SECONDS
    for step in (present, present - 1, present + 1):
        if step > after and secrets.compare_digest(generator.generate_otp(step), digits):
            return step
    return None


def _first_recovery_codes(actor: Actor, now: dt.datetime) -> list[str]:
    tell(account_id=actor.account, kind=SecurityNotice.Kind.FACTOR, now=now)
    if RecoveryCode.objects.filter(account=actor.account, used_at__isnull=True).exists():
        return []
    return _write_recovery_codes(actor.account, now)


def _write_recovery_codes(account_id: int, now: dt.datetime) -> list[str]:
    codes = ["-".join("".join(secrets.choice(_LETTERS) for _ in range(5)) for _ in range(2)) for _ in range(RECOVERY_CODES)]
    RecoveryCode.objects.filter(account=account_id).delete()
    RecoveryCode.objects.bulk_create(
        [RecoveryCode(account_id=account_id, digest=recovery_digest(account_id, code), made_at=now) for code in codes]
    )
    return codes


def _record(actor: Actor, action: str, now: dt.datetime, detail: dict[str, object]) -> None:
    record_change(actor=actor, action=action, subject_type="account", subject_id=actor.account, now=now, detail=detail)
