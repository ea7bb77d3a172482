"""Signing with a PKCS#11 token."""

import hashlib
import threading
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import pkcs11
from asn1crypto import x509
from pkcs11.util.ec import encode_ecdsa_signature

from sen.foundation.signing.errors import SigningKeyMissing, TokenNotAnswering
from sen.foundation.signing.types import Chain, SignerIdentity
from sen.kernel.text import fold

Answer = TypeVar("Answer")
_CLASS, _LABEL, _VALUE = pkcs11.Attribute.CLASS, pkcs11.Attribute.LABEL, pkcs11.Attribute.VALUE
_GONE = (pkcs11.DeviceRemoved, pkcs11.SessionHandleInvalid, pkcs11.SessionClosed, pkcs11.UserNotLoggedIn, pkcs11.TokenNotPresent)


def key_label(identity: SignerIdentity) -> str:
    """The label under which the token holds the identity's key and certificate."""
    if identity.account_id is not None:
        return f"person-{identity.account_id}"
    return f"agency-{fold(identity.agency).replace(' ', '-')}"


class TokenSigner:
    """The port to signing keys, answered by one token.  One session, one call at a time; opened again when the token was away."""

    def __init__(
        self, *, module: str, token: str, pin: str, platform_key: Callable[[], bytes], roots: Sequence[bytes], timestamps: str = ""
    ) -> None:
        """Use the token of that label through the library ``module``; nothing is opened before it is needed.

        ``platform_key`` gives the key of signatures on data, ``roots`` the trusted roots (DER), ``timestamps`` the address of a
        time-stamping authority (RFC 3161).
        """
        self._module, self._token, self._pin = module, token, pin
        self._platform_key, self._roots, self._timestamps = platform_key, tuple(roots), timestamps
        self._session: pkcs11.Session | None = None
        self._guard = threading.Lock()

    def chain(self, identity: SignerIdentity) -> Chain:
        """The certificates of the identity, leaf first.  Raises SigningKeyMissing, TokenNotAnswering."""
        held = self._ask(_certificates)
        label = key_label(identity)
        leaf = next((der for name, der in held if name == label), None)
        if leaf is None:
            raise SigningKeyMissing
        return Chain((leaf, *_above(leaf, [der for _, der in held] + list(self._roots))))

    def sign(self, identity: SignerIdentity, data: bytes) -> bytes:
        """The signature made inside the token.  Raises SigningKeyMissing, TokenNotAnswering."""
        label = key_label(identity)
        return self._ask(lambda session: _sign(session, label, data))

    def timestamp_key(self) -> None:
        """No local time-stamping authority: time comes from the address."""

    def timestamp_url(self) -> str:
        """The address of the time-stamping authority; empty when there is none."""
        return self._timestamps

    def platform_key(self) -> bytes:
        """The key of signatures on data, kept by the installation."""
        return self._platform_key()

    def trust_roots(self) -> tuple[bytes, ...]:
        """The roots this installation was told to trust."""
        return self._roots

    def close(self) -> None:
        """Leave the token; the next call opens it again."""
        with self._guard:
            session, self._session = self._session, None
            if session is not None:
                session.close()

    def _ask(self, question: Callable[[Any], Answer]) -> Answer:
        """The answer of the token; a session that has died is opened once again."""
        with self._guard:
            try:
                try:
                    return question(self._open())
                except _GONE:
                    self._session = None
                    return question(self._open())
            except pkcs11.NoSuchKey as error:
                raise SigningKeyMissing from error
            except (pkcs11.PKCS11Error, RuntimeError) as error:
                self._session = None
                raise TokenNotAnswering from error

    def _open(self) -> Any:
        if self._session is None:
            token = pkcs11.lib(self._module).get_token(token_label=self._token)
            try:
                self._session = token.open(user_pin=self._pin)
            except pkcs11.UserAlreadyLoggedIn:  # a login counts for the whole process, so another session needs none
                self._session = token.open()
        return self._session


def _certificates(session: Any) -> list[tuple[str, bytes]]:
    found = session.get_objects({_CLASS: pkcs11.ObjectClass.CERTIFICATE})
    return [(str(each[_LABEL]), bytes(each[_VALUE])) for each in found]


def _sign(session: Any, label: str, data: bytes) -> bytes:
    keys = list(session.get_objects({_CLASS: pkcs11.ObjectClass.PRIVATE_KEY, _LABEL: label}))
    if not keys:
        raise pkcs11.NoSuchKey
    key = keys[0]
    if key.key_type is pkcs11.KeyType.EC:
        raw = key.sign(hashlib.sha256(data).digest(), mechanism=pkcs11.Mechanism.ECDSA)
        return bytes(encode_ecdsa_signature(raw))
    return bytes(key.sign(data, mechanism=pkcs11.Mechanism.SHA256_RSA_PKCS))


def _above(leaf: bytes, known: Sequence[bytes]) -> list[bytes]:
    """The authorities above the leaf, as far as they are known, nearest first."""
    by_subject = {x509.Certificate.load(der).subject.hashable: der for der in known}
    chain: list[bytes] = []
    current = x509.Certificate.load(leaf)
    while current.issuer.hashable != current.subject.hashable:
        der = by_subject.get(current.issuer.hashable)
        if der is None or der in chain:
            break
        chain.append(der)
        current = x509.Certificate.load(der)
    return chain
