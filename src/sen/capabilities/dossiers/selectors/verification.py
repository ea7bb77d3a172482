"""Checking an issued result by its public code (N11)."""

import datetime as dt
from dataclasses import dataclass

from django.db import connection


@dataclass(frozen=True, slots=True)
class ResultCheck:
    """What anybody may know about a result: that it is real, whose seal it bears, whether it still holds."""

    title: str
    number: str
    issued_on: dt.date
    agency: str
    signer: str
    signer_title: str
    signed_at: dt.datetime
    sha256: str
    procedure: str
    applicant_initials: str
    revoked_at: dt.datetime | None
    is_demo: bool
    dossier_code: str


def check_result(verify_code: str) -> ResultCheck | None:
    """The result behind the code, None when there is none.  Personal data is reduced to initials."""
    code = verify_code.strip().upper().replace("-", "").replace(" ", "")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM sen_check_result(%s)", [code])
        row = cursor.fetchone()
    if row is None:
        return None
    (title, number, issued_on, agency, signer, signer_title, signed_at, sha256, procedure, name, revoked_at, is_demo, dossier_code) = row
    initials = " ".join(f"{word[0]}." for word in name.split())
    return ResultCheck(
        title, number, issued_on, agency, signer, signer_title, signed_at, sha256, procedure, initials, revoked_at, is_demo, dossier_code
    )
