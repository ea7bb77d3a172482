"""Numbers without holes or doubles: a counter row per series and period, taken inside the transaction."""

import datetime as dt

from django.db import connection

from sen.kernel.identifiers import dossier_code


def next_number(series: str, period: str) -> int:
    """The next number of the series; the row stays locked until the transaction ends, so no number is lost or doubled."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO dossiers_numberseries (series, period, value) VALUES (%s, %s, 1)
            ON CONFLICT (series, period) DO UPDATE SET value = dossiers_numberseries.value + 1
            RETURNING value
            """,
            [series, period],
        )
        return int(cursor.fetchone()[0])


def next_dossier_code(template: str, *, unit: str, date: dt.date) -> tuple[int, str]:
    """A fresh dossier id and the next code of the unit and day.

    Basis: 01/2018/TT-VPCP, Article 19.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO dossiers_numberseries (series, period, value) VALUES (%s, %s, 1)
            ON CONFLICT (series, period) DO UPDATE SET value = dossiers_numberseries.value + 1
            RETURNING value, nextval('dossiers_dossier_id_seq')
            """,
            [f"dossier:{unit}", f"{date:%y%m%d}"],
        )
        sequence, dossier_id = cursor.fetchone()
    return int(dossier_id), dossier_code(template, unit=unit, date=date, sequence=int(sequence))
