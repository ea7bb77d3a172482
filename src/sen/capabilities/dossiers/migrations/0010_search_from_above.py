"""The search also finds dossiers of the agencies its reader answers for from above, and says which are not the reader's own work."""

from typing import ClassVar

from django.db import migrations
from django.db.migrations.operations.base import Operation

_COLUMNS = (
    "code varchar, procedure_name text, applicant varchar, channel varchar, agency varchar, state varchar, "
    "due_at timestamptz, settled_at timestamptz"
)
_BODY = r"""
DECLARE
    recent constant text := 'SELECT array_agg(id) FROM (SELECT d.id FROM (SELECT id, code, agency_ids, competent_agency_id, applicant_folded, '
                            'applicant_phone, applicant_number FROM dossiers_dossier ORDER BY id DESC LIMIT 10000) d '
                            'WHERE %s AND %s LIMIT %s) x';
    every constant text := 'WITH hits AS MATERIALIZED (SELECT d.id FROM dossiers_dossier d WHERE %s AND %s) '
                           'SELECT array_agg(id) FROM (SELECT id FROM hits ORDER BY id DESC LIMIT %s) x';
    --SEEN--
    code_is constant text := format('upper(d.code) LIKE %L', replace(replace(code_text, '%', ''), '_', '') || '%');
    phone_is constant text := format('(d.applicant_phone LIKE %L OR d.applicant_number = %L)', phone_text || '%', phone_text);
    name_is constant text := format(''' '' || d.applicant_folded LIKE %L', '% ' || replace(replace(name_text, '%', ''), '_', '') || '%');
    words text;
    found bigint[];
    more bigint[];
BEGIN
    EXECUTE format('SELECT array_agg(d.id) FROM dossiers_dossier d WHERE upper(d.code) = %L AND %s', code_text, seen) INTO found;
    found := coalesce(found, '{}');
    IF cardinality(found) > 0 THEN
        most := cardinality(found);
    ELSIF code_text ~ '[0-9]' THEN
        EXECUTE format(recent, code_is, seen, most) INTO found;
        IF coalesce(cardinality(found), 0) < most THEN
            EXECUTE format(every, code_is, seen, most) INTO found;
        END IF;
        found := coalesce(found, '{}');
    END IF;
    IF cardinality(found) < most AND phone_text <> '' THEN
        EXECUTE format(recent, phone_is, seen, most) INTO more;
        IF coalesce(cardinality(more), 0) < most THEN
            EXECUTE format(every, phone_is, seen, most) INTO more;
        END IF;
        found := found || coalesce(more, '{}');
    END IF;
    words := sen_name_query(name_text);
    IF cardinality(found) < most AND words IS NOT NULL AND name_text !~ '^[0-9.\-]+$' THEN
        -- Frequent names fill the page from the newest dossiers; rare ones are few enough to fetch all.
        EXECUTE format(recent, name_is, seen, most) INTO more;
        IF coalesce(cardinality(more), 0) < most THEN
            EXECUTE format(every, format('sen_name_pairs(d.applicant_folded) @@ %L::tsquery AND %s', words, name_is), seen, most) INTO more;
        END IF;
        found := found || coalesce(more, '{}');
    END IF;
    RETURN QUERY
        SELECT d.code, v.name, d.applicant_name, d.channel, g.name, d.state, d.due_at, d.settled_at--OWN--
        FROM (SELECT DISTINCT ON (u.id) u.id, u.place FROM unnest(found) WITH ORDINALITY AS u(id, place) ORDER BY u.id, u.place) u
        JOIN dossiers_dossier d ON d.id = u.id
        JOIN procedures_procedureversion v ON v.id = d.version_id
        JOIN agencies_agency g ON g.id = d.competent_agency_id
        ORDER BY u.place LIMIT most;
END
"""


def _function(arguments: str, columns: str, seen: str, own: str) -> str:
    body = _BODY.replace("--SEEN--", seen).replace("--OWN--", own)
    return (
        f"CREATE FUNCTION sen_search_dossiers({arguments}) RETURNS TABLE ({columns})\n"
        f"LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public AS $$ {body} $$;"
    )


# Both lists of agencies go to the index together; what the wider one lets in beside the competent agency falls out after.
_ABOVE = """seen constant text := CASE
        WHEN everywhere THEN 'true'
        WHEN overseen = '{}' THEN format('d.agency_ids && %L::bigint[]', agencies)
        ELSE format('d.agency_ids && %L::bigint[] AND (d.agency_ids && %L::bigint[] OR d.competent_agency_id = ANY (%L::bigint[]))',
                    agencies || overseen, agencies, overseen) END;"""
_BEFORE = "seen constant text := CASE WHEN everywhere THEN 'true' ELSE format('d.agency_ids && %L::bigint[]', agencies) END;"
_THREE_TEXTS = "code_text text, phone_text text, name_text text, agencies bigint[]"
FORWARD = "DROP FUNCTION sen_search_dossiers(text, text, text, bigint[], boolean, integer);\n" + _function(
    f"{_THREE_TEXTS}, overseen bigint[], everywhere boolean, most integer",
    f"{_COLUMNS}, own boolean",
    _ABOVE,
    ", d.agency_ids && agencies",
)
BACKWARD = "DROP FUNCTION sen_search_dossiers(text, text, text, bigint[], bigint[], boolean, integer);\n" + _function(
    f"{_THREE_TEXTS}, everywhere boolean, most integer", _COLUMNS, _BEFORE, ""
)


class Migration(migrations.Migration):
    """The search function."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("dossiers", "0009_letters_told_otherwise")]
    operations: ClassVar[list[Operation]] = [migrations.RunSQL(FORWARD, BACKWARD)]
