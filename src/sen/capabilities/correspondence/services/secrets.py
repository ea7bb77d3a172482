"""The register of secret documents: a number, a date, an issuer, and nothing else."""

import datetime as dt

from django.db import transaction

from sen.capabilities.correspondence.models import SecretLine
from sen.capabilities.correspondence.policies import check_is_clerk
from sen.foundation.audit.services import record_change
from sen.foundation.numbering.services import next_number
from sen.kernel import clock
from sen.kernel.actor import Actor
from sen.kernel.errors import BadValue
from sen.kernel.text import clean


@transaction.atomic
def register_secret(
    *, actor: Actor, agency_id: int, is_incoming: bool, document_code: str, document_on: dt.date, issuer_name: str, now: dt.datetime
) -> SecretLine:
    """Note that a secret document was handled on paper; the platform takes neither its subject nor its files.

    Raises NotAllowed, BadValue.  Basis: 29/2018/QH14, Article 5; 30/2020/NĐ-CP, Article 15(2).
    """
    check_is_clerk(actor, agency_id)
    issuer = clean(issuer_name)[:200]
    if not issuer:
        raise BadValue("issuer_name", reason="Hãy ghi cơ quan ban hành.")
    year = clock.local(now).year
    way = "in" if is_incoming else "out"
    line = SecretLine.objects.create(
        agency_id=agency_id,
        is_incoming=is_incoming,
        year=year,
        number=next_number(f"secrets-{way}:{agency_id}", str(year)),
        document_code=clean(document_code)[:80],
        document_on=document_on,
        issuer_name=issuer,
        registered_by_id=actor.account,
        registered_at=now,
    )
    record_change(
        actor=actor, action="correspondence.register_secret", subject_type="secret_line", subject_id=line.pk, now=now, agency_id=agency_id
    )
    return line
