"""Numbers without holes or doubles: a counter row per series and period, taken inside the transaction."""

from django.db import connection

from sen.kernel.statements import planned

_NEXT = (
    "INSERT INTO numbering_numberseries (series, period, value) VALUES (%s, %s, 1) "
    "ON CONFLICT (series, period) DO UPDATE SET value = numbering_numberseries.value + 1 RETURNING value"
)


def next_number(series: str, period: str) -> int:
    """The next number of the series; the row stays locked until the transaction ends, so no number is lost or doubled."""
    with planned(connection) as cursor:
        cursor.execute(_NEXT, [series, period])
        return int(cursor.fetchone()[0])


def next_number_and_key(series: str, period: str, table: str) -> tuple[int, int]:
    """The next number of the series, and the key of the row of the table that will bear it, in one statement."""
    with planned(connection) as cursor:
        cursor.execute(f"{_NEXT}, nextval(%s)", [series, period, f"{table}_id_seq"])
        number, key = cursor.fetchone()
    return int(number), int(key)
