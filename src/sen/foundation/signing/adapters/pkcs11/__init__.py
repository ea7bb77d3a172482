"""Keys that never leave their place: USB tokens and hardware modules behind PKCS#11.

The token holds, under one label for each signer, a private key and its certificate: ``person-17`` for the account 17,
``agency-uy-ban-nhan-dan-tinh-dong-thap`` for an agency.  Certificates of the authorities above may lie on the token too.
Basis: PKCS #11 v2.40; 30/2020/NĐ-CP, Article 32; 68/2024/NĐ-CP (signatures for official duties).
"""

from sen.foundation.signing.adapters.pkcs11.token import TokenSigner, key_label

__all__ = ["TokenSigner", "key_label"]
