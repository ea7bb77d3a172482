"""Codes of dossiers."""

import datetime as dt

from sen.foundation.numbering.services import next_number_and_key
from sen.kernel.identifiers import dossier_code


def next_dossier_code(template: str, *, unit: str, date: dt.date) -> tuple[int, str]:
    """A fresh dossier id and the next code of the unit and day.

    Basis: 01/2018/TT-VPCP, Article 19.
    """
    number, dossier_id = next_number_and_key(f"dossier:{unit}", f"{date:%y%m%d}", "dossiers_dossier")
    return dossier_id, dossier_code(template, unit=unit, date=date, sequence=number)
