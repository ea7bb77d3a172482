"""Proving to be the owner: the second step of signing in, and once more before a grave change."""

import datetime as dt
import secrets
from collections.abc import Sequence

from django.contrib.auth.hashers import check_password
from django.db import transaction
from django.utils.crypto import salted_hmac
from webauthn import verify_authentication_response
from webauthn.helpers import base64url_to_bytes, parse_authentication_credential_json
from webauthn.helpers.exceptions import InvalidAuthenticationResponse, InvalidJSONStructure, WebAuthnException

from sen.foundation.accounts.errors import CodeWrong, KeyRefused, PasswordWrong, SessionNotFound
from sen.foundation.accounts.models import Account, LiveSession, RecoveryCode, SecurityKey, SecurityNotice, TotpFactor, TrustedDevice
from sen.foundation.accounts.services.attempts import attempting, check_attempts, count_refusal
from sen.foundation.accounts.services.factors import matching_step, recovery_digest
from sen.foundation.accounts.services.noticing import tell
from sen.foundation.accounts.services.sealing import unseal
from sen.foundation.accounts.services.signing_in import assurance_of, browser_name
from sen.foundation.accounts.types import KeyCeremony, Visit
from sen.foundation.audit.services import record_change, record_sign_in
from sen.kernel.actor import ANONYMOUS, Actor

TRUST = dt.timedelta(days=30)
CODE, KEY, PASSWORD = "otp", "hwk", "pwd"


def prove_code(*, account_id: int, code: str, visit: Visit, now: dt.datetime) -> str:
    """Check a one-time code or a recovery code; returns the method's word of RFC 8176.  Each code is good once.

    Raises TooManyAttempts, CodeWrong.
    """
    with attempting(account_id, now=now, address=visit.address):
        if not (_take_totp(account_id, code, now) or _take_recovery(account_id, code, visit, now)):
            raise CodeWrong("code")
    return CODE


def prove_key(*, account_id: int, ceremony: KeyCeremony, visit: Visit, now: dt.datetime) -> str:
    """Check what a security key signed; returns the method's word.  Raises TooManyAttempts, KeyRefused."""
    with attempting(account_id, now=now, address=visit.address):
        try:
            answer = parse_authentication_credential_json(ceremony.answer)
            key = SecurityKey.objects.select_for_update().filter(account=account_id, credential_id=base64url_to_bytes(answer.id)).first()
            if key is None:
                raise KeyRefused
            verified = verify_authentication_response(
                credential=answer,
                expected_challenge=ceremony.challenge,
                expected_rp_id=ceremony.rp_id,
                expected_origin=ceremony.origin,
                credential_public_key=bytes(key.public_key),
                credential_current_sign_count=key.sign_count,
            )
        except (InvalidAuthenticationResponse, InvalidJSONStructure, WebAuthnException, ValueError) as error:
            raise KeyRefused from error
        key.sign_count, key.used_at = verified.new_sign_count, now
        key.save(update_fields=["sign_count", "used_at"])
    return KEY


def prove_password(*, actor: Actor, password: str, now: dt.datetime) -> str:
    """Check the actor's own password once more; a refusal is counted like a refused sign-in.  Raises TooManyAttempts, PasswordWrong."""
    with transaction.atomic():
        account = Account.objects.select_for_update().get(pk=actor.account)
        check_attempts(login=account.login, address=None, now=now)
        fits = check_password(password, account.password)
        if not fits:
            count_refusal(login=account.login, address=None, now=now)
    if not fits:
        raise PasswordWrong("password")
    return PASSWORD


@transaction.atomic
def confirm_presence(*, actor: Actor, session_key: str, methods: Sequence[str], now: dt.datetime) -> None:
    """Write down that the session's owner proved to be there now, and how; the level rises with a second factor.

    Raises SessionNotFound.
    """
    live = LiveSession.objects.select_for_update(of=("self",)).select_related("account").filter(session_key=session_key).first()
    if live is None or live.account_id != actor.account:
        raise SessionNotFound
    live.methods = list(dict.fromkeys([*live.methods, *methods]))
    live.assurance = max(live.assurance, assurance_of(max(live.account.assurance, live.assurance), live.methods))
    live.confirmed_at = now
    live.save(update_fields=["methods", "assurance", "confirmed_at"])
    record_change(
        actor=actor, action="session.confirm", subject_type="account", subject_id=actor.account, now=now, detail={"methods": list(methods)}
    )


@transaction.atomic
def trust_device(*, account_id: int, browser: str, now: dt.datetime) -> str:
    """Not ask this browser for the second factor for thirty days; returns the token for its cookie, kept here only as a digest."""
    token = secrets.token_urlsafe(32)
    TrustedDevice.objects.filter(expires_at__lt=now).delete()
    TrustedDevice.objects.create(
        account_id=account_id, digest=device_digest(token), browser=browser_name(browser), trusted_at=now, expires_at=now + TRUST
    )
    return token


@transaction.atomic
def forget_devices(*, actor: Actor, now: dt.datetime) -> int:
    """Ask every browser of the actor for the second factor again; returns how many were trusted."""
    forgotten, _ = TrustedDevice.objects.filter(account=actor.account).delete()
    record_change(
        actor=actor, action="factor.forget_devices", subject_type="account", subject_id=actor.account, now=now, detail={"count": forgotten}
    )
    return forgotten


def is_trusted(account_id: int, token: str, now: dt.datetime) -> bool:
    """Whether the token belongs to a browser the account's owner trusts now."""
    return bool(token) and TrustedDevice.objects.filter(account=account_id, digest=device_digest(token), expires_at__gt=now).exists()


def device_digest(token: str) -> str:
    """What is kept of a device's token."""
    return salted_hmac("sen.accounts.device", token, algorithm="sha256").hexdigest()


def _take_totp(account_id: int, code: str, now: dt.datetime) -> bool:
    for factor in TotpFactor.objects.select_for_update().filter(account=account_id, confirmed_at__isnull=False):
        step = matching_step(unseal(factor.sealed_secret), code, now, after=factor.last_step)
        if step is not None:
            factor.last_step, factor.used_at = step, now
            factor.save(update_fields=["last_step", "used_at"])
            return True
    return False


def _take_recovery(account_id: int, code: str, visit: Visit, now: dt.datetime) -> bool:
    unused = RecoveryCode.objects.filter(account=account_id, digest=recovery_digest(account_id, code), used_at__isnull=True)
    if not unused.update(used_at=now):
        return False
    tell(account_id=account_id, kind=SecurityNotice.Kind.RECOVERY, visit=visit, now=now)
    record_sign_in(actor=ANONYMOUS, action="recovery_code", account_id=account_id, now=now, address=visit.address or "")
    return True
