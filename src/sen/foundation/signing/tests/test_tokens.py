"""Signing with a PKCS#11 token, on SoftHSM."""

import datetime as dt
import shutil
import subprocess
from pathlib import Path

import pkcs11
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509.oid import NameOID
from pkcs11 import Attribute, ObjectClass
from pkcs11.util.ec import decode_ec_private_key
from pkcs11.util.rsa import decode_rsa_private_key

from sen.foundation.printing.services import render_pdf
from sen.foundation.signing import services
from sen.foundation.signing.adapters.pkcs11 import TokenSigner, key_label
from sen.foundation.signing.errors import SigningKeyMissing, TokenNotAnswering
from sen.foundation.signing.types import SignerIdentity

LIBRARIES = [f"/usr/lib/{folder}softhsm/libsofthsm2.so" for folder in ("", "x86_64-linux-gnu/", "aarch64-linux-gnu/")]
LIBRARY = next((path for path in LIBRARIES if Path(path).exists()), "")
pytestmark = pytest.mark.skipif(
    not LIBRARY or not shutil.which("softhsm2-util"), reason="softhsm2 is not installed: apt-get install softhsm2"
)

AT = dt.datetime(2026, 11, 23, 2, 10, 5, tzinfo=dt.UTC)
PERSON = SignerIdentity("Phạm Quốc Bảo", "Chủ tịch", "Ủy ban nhân dân xã Mỹ Hiệp", 7)
AGENCY = SignerIdentity("Ủy ban nhân dân xã Mỹ Hiệp", "", "Ủy ban nhân dân xã Mỹ Hiệp")


def certificate(key, name, issuer=None, issuer_key=None):
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    is_authority = issuer is None
    usage = {name: False for name in ("key_encipherment", "data_encipherment", "key_agreement", "encipher_only", "decipher_only")}
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
        .not_valid_after(dt.datetime(2040, 1, 1, tzinfo=dt.UTC))
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(
                digital_signature=not is_authority,
                content_commitment=not is_authority,
                key_cert_sign=is_authority,
                crl_sign=is_authority,
                **usage,
            ),
            critical=True,
        )
    )
    return builder.sign(issuer_key or key, hashes.SHA256())


def der(found):
    return found.public_bytes(serialization.Encoding.DER)


@pytest.fixture(scope="module")
def token(tmp_path_factory):
    """A token with an elliptic-curve key of a person and an RSA key of an agency, and the root above both."""
    folder = tmp_path_factory.mktemp("softhsm")
    (folder / "tokens").mkdir()
    (folder / "softhsm2.conf").write_text(f"directories.tokendir = {folder / 'tokens'}\nobjectstore.backend = file\nlog.level = ERROR\n")
    patch = pytest.MonkeyPatch()
    patch.setenv("SOFTHSM2_CONF", str(folder / "softhsm2.conf"))
    words = ["softhsm2-util", "--init-token", "--free", "--label", "van-thu", "--pin", "246810", "--so-pin", "135790"]
    subprocess.run(words, check=True, capture_output=True)
    root_key = ec.generate_private_key(ec.SECP256R1())
    root = certificate(root_key, "Cơ quan cấp chứng thư thử")
    with pkcs11.lib(LIBRARY).get_token(token_label="van-thu").open(rw=True, user_pin="246810") as session:
        for identity, key in ((PERSON, ec.generate_private_key(ec.SECP256R1())), (AGENCY, rsa.generate_private_key(65537, 2048))):
            put(session, key, key_label(identity), certificate(key, identity.name, root, root_key))
    yield der(root)
    patch.undo()


def put(session, key, label, held):
    names = {Attribute.LABEL: label, Attribute.TOKEN: True}
    if isinstance(key, rsa.RSAPrivateKey):
        secret = key.private_bytes(serialization.Encoding.DER, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption())
        attributes = decode_rsa_private_key(secret)
    else:
        secret = key.private_bytes(serialization.Encoding.DER, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption())
        attributes = decode_ec_private_key(secret)
    session.create_object({**attributes, **names})
    session.create_object(
        {
            **names,
            Attribute.CLASS: ObjectClass.CERTIFICATE,
            Attribute.CERTIFICATE_TYPE: pkcs11.CertificateType.X_509,
            Attribute.VALUE: der(held),
            Attribute.SUBJECT: held.subject.public_bytes(),
        }
    )


@pytest.fixture
def signer(token):
    found = TokenSigner(module=LIBRARY, token="van-thu", pin="246810", platform_key=lambda: bytes(32), roots=[token])
    services.use_signer(found)
    yield found
    found.close()


@pytest.fixture(scope="module")
def sheet():
    return render_pdf("printing/sample.typ", {"form": {"title": "Giấy xác nhận"}, "text": "Nội dung", "date": "2026-11-23"})


def test_person_and_agency_sign_with_keys_that_never_leave_the_token(signer, sheet):
    once = services.sign_pdf(sheet, signer=PERSON, reason="Ký duyệt", location="Mỹ Hiệp", at=AT)
    twice = services.sign_pdf(once, signer=AGENCY, reason="Phát hành", location="Mỹ Hiệp", at=AT, role="agency")
    reports = services.validate_pdf(twice)
    assert [(each.signer_name, each.area, each.valid, each.is_demo) for each in reports] == [
        (PERSON.name, "person", True, False),
        (AGENCY.name, "agency", True, False),
    ]


def test_the_chain_ends_at_the_trusted_root(signer, token):
    assert len(signer.chain(PERSON).certificates) == 2
    assert signer.chain(PERSON).certificates[-1] == token


def test_both_kinds_of_keys_sign_what_they_are_given(signer):
    leaf = x509.load_der_x509_certificate(signer.chain(PERSON).certificates[0])
    leaf.public_key().verify(signer.sign(PERSON, b"loi"), b"loi", ec.ECDSA(hashes.SHA256()))
    leaf = x509.load_der_x509_certificate(signer.chain(AGENCY).certificates[0])
    leaf.public_key().verify(signer.sign(AGENCY, b"loi"), b"loi", padding.PKCS1v15(), hashes.SHA256())


def test_who_has_no_key_on_the_token_is_told_so_and_nothing_is_signed(signer, sheet):
    stranger = SignerIdentity("Nguyễn Văn Khác", "Phó Chủ tịch", "Ủy ban nhân dân xã Mỹ Hiệp", 8)
    with pytest.raises(SigningKeyMissing):
        services.sign_pdf(sheet, signer=stranger, reason="", location="", at=AT)
    with pytest.raises(SigningKeyMissing):
        signer.sign(stranger, b"loi")


@pytest.mark.parametrize("wrong", [{"pin": "000000"}, {"token": "khong-co"}, {"module": "/khong/co.so"}])
def test_a_token_that_does_not_answer_is_named(token, sheet, wrong):
    values = {"module": LIBRARY, "token": "van-thu", "pin": "246810", "platform_key": lambda: bytes(32), "roots": [token], **wrong}
    services.use_signer(TokenSigner(**values))
    with pytest.raises(TokenNotAnswering):
        services.sign_pdf(sheet, signer=PERSON, reason="", location="", at=AT)


# The library complains while it throws away the search it had begun in the dead session.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_session_that_died_is_opened_again(signer):
    signer.sign(PERSON, b"mot")
    signer._session.close()
    assert signer.sign(PERSON, b"hai")
