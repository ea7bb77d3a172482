"""Search looks at the index past row-level security: under it the match of words would not use the index."""

from typing import ClassVar

from django.db import migrations
from django.db.migrations.operations.base import Operation

# It gives keys only; who may see the documents behind them is decided by the reader's own, bound query afterwards.
# Materialised, so that the index of words is asked first, however many documents hold them.
FORWARD = r"""
CREATE FUNCTION sen_search_contents(words text, since date, until date, own bigint[], most integer, skip integer) RETURNS TABLE (id bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public AS $$
BEGIN
    RETURN QUERY EXECUTE format(
        'WITH hits AS MATERIALIZED (SELECT c.id, c.issued_on FROM correspondence_content c WHERE c.search @@ %L::tsquery) '
        'SELECT h.id FROM hits h WHERE ($1 IS NULL OR h.issued_on >= $1) AND ($2 IS NULL OR h.issued_on <= $2) '
        'AND ($3 IS NULL OR h.id = ANY($3)) ORDER BY h.issued_on DESC, h.id DESC LIMIT $4 OFFSET $5', words)
    USING since, until, own, most, skip;
END $$;
"""
BACKWARD = "DROP FUNCTION sen_search_contents(text, date, date, bigint[], integer, integer);"


class Migration(migrations.Migration):
    """The function search asks."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("correspondence", "0001_initial")]
    operations: ClassVar[list[Operation]] = [migrations.RunSQL(FORWARD, BACKWARD)]
