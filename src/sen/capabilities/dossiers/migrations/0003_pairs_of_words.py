"""Names are looked up by pairs of neighbouring words, so that two common words together lead to few dossiers."""

from typing import ClassVar

from django.db import migrations
from django.db.migrations.operations.base import Operation

# A name gives as many lexemes as it has words: each word with its neighbour, and the last word alone.
FORWARD = r"""
CREATE FUNCTION sen_name_pairs(name text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
    SELECT array_to_tsvector(array_agg(trim(word || ' ' || coalesce(after, ''))))
    FROM (
        SELECT word, lead(word) OVER (ORDER BY place) AS after
        FROM unnest(string_to_array(name, ' ')) WITH ORDINALITY AS u(word, place) WHERE word <> ''
    ) w
$$;
-- The pairs of the words as typed; the last one, or a single word, may go on.
CREATE FUNCTION sen_name_query(typed text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
    SELECT string_agg(quote_literal(trim(coalesce(before, '') || ' ' || word)), ' & ' ORDER BY place) || ':*'
    FROM (
        SELECT word, place, lag(word) OVER (ORDER BY place) AS before, count(*) OVER () AS words
        FROM unnest(string_to_array(typed, ' ')) WITH ORDINALITY AS u(word, place) WHERE word <> ''
    ) w
    WHERE before IS NOT NULL OR words = 1
$$;
CREATE INDEX dossiers_dossier_pairs ON dossiers_dossier USING gin (agency_ids, sen_name_pairs(applicant_folded::text)) WITH (fastupdate = off);
CREATE OR REPLACE FUNCTION sen_search_dossiers(code_text text, phone_text text, name_text text, agencies bigint[], everywhere boolean, most integer)
RETURNS TABLE (
    code varchar, procedure_name text, applicant varchar, channel varchar, agency varchar, state varchar, due_at timestamptz, settled_at timestamptz
) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public AS $$
DECLARE
    recent constant text := 'SELECT array_agg(id) FROM (SELECT d.id FROM (SELECT id, code, agency_ids, applicant_folded, applicant_phone, '
                            'applicant_number FROM dossiers_dossier ORDER BY id DESC LIMIT 10000) d '
                            'WHERE %s AND %s LIMIT %s) x';
    every constant text := 'WITH hits AS MATERIALIZED (SELECT d.id FROM dossiers_dossier d WHERE %s AND %s) '
                           'SELECT array_agg(id) FROM (SELECT id FROM hits ORDER BY id DESC LIMIT %s) x';
    seen constant text := CASE WHEN everywhere THEN 'true' ELSE format('d.agency_ids && %L::bigint[]', agencies) END;
    code_is constant text := format('upper(d.code) LIKE %L', replace(replace(code_text, '%', ''), '_', '') || '%');
    phone_is constant text := format('(d.applicant_phone LIKE %L OR d.applicant_number = %L)', phone_text || '%', phone_text);
    name_is constant text := format(''' '' || d.applicant_folded LIKE %L', '% ' || replace(replace(name_text, '%', ''), '_', '') || '%');
    words text;
    found bigint[];
    more bigint[];
BEGIN
    SELECT array_agg(d.id) INTO found FROM dossiers_dossier d WHERE upper(d.code) = code_text AND (everywhere OR d.agency_ids && agencies);
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
        SELECT d.code, v.name, d.applicant_name, d.channel, g.name, d.state, d.due_at, d.settled_at
        FROM (SELECT DISTINCT ON (u.id) u.id, u.place FROM unnest(found) WITH ORDINALITY AS u(id, place) ORDER BY u.id, u.place) u
        JOIN dossiers_dossier d ON d.id = u.id
        JOIN procedures_procedureversion v ON v.id = d.version_id
        JOIN agencies_agency g ON g.id = d.competent_agency_id
        ORDER BY u.place LIMIT most;
END $$;
DROP INDEX dossiers_dossier_words;
DROP FUNCTION sen_name_words(text);
"""

BACKWARD = r"""
CREATE FUNCTION sen_name_words(name text) RETURNS tsvector LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$ SELECT array_to_tsvector(array_remove(string_to_array(name, ' '), '')) $$;
CREATE INDEX dossiers_dossier_words ON dossiers_dossier USING gin (agency_ids, sen_name_words(applicant_folded::text)) WITH (fastupdate = off);
CREATE OR REPLACE FUNCTION sen_search_dossiers(code_text text, phone_text text, name_text text, agencies bigint[], everywhere boolean, most integer)
RETURNS TABLE (
    code varchar, procedure_name text, applicant varchar, channel varchar, agency varchar, state varchar, due_at timestamptz, settled_at timestamptz
) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public AS $$
DECLARE
    recent constant text := 'SELECT array_agg(id) FROM (SELECT d.id FROM (SELECT id, code, agency_ids, applicant_folded, applicant_phone, '
                            'applicant_number FROM dossiers_dossier ORDER BY id DESC LIMIT 10000) d '
                            'WHERE %s AND %s LIMIT %s) x';
    every constant text := 'WITH hits AS MATERIALIZED (SELECT d.id FROM dossiers_dossier d WHERE %s AND %s) '
                           'SELECT array_agg(id) FROM (SELECT id FROM hits ORDER BY id DESC LIMIT %s) x';
    seen constant text := CASE WHEN everywhere THEN 'true' ELSE format('d.agency_ids && %L::bigint[]', agencies) END;
    code_is constant text := format('upper(d.code) LIKE %L', replace(replace(code_text, '%', ''), '_', '') || '%');
    phone_is constant text := format('(d.applicant_phone LIKE %L OR d.applicant_number = %L)', phone_text || '%', phone_text);
    name_is constant text := format(''' '' || d.applicant_folded LIKE %L', '% ' || replace(replace(name_text, '%', ''), '_', '') || '%');
    words text;
    found bigint[];
    more bigint[];
BEGIN
    SELECT array_agg(d.id) INTO found FROM dossiers_dossier d WHERE upper(d.code) = code_text AND (everywhere OR d.agency_ids && agencies);
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
    SELECT string_agg(quote_literal(word), ' & ') || ':*' INTO words FROM unnest(string_to_array(name_text, ' ')) word WHERE word <> '';
    IF cardinality(found) < most AND words IS NOT NULL AND name_text !~ '^[0-9.\-]+$' THEN
        -- Frequent names fill the page from the newest dossiers; rare ones are few enough to fetch all.
        EXECUTE format(recent, name_is, seen, most) INTO more;
        IF coalesce(cardinality(more), 0) < most THEN
            EXECUTE format(every, format('sen_name_words(d.applicant_folded) @@ %L::tsquery AND %s', words, name_is), seen, most) INTO more;
        END IF;
        found := found || coalesce(more, '{}');
    END IF;
    RETURN QUERY
        SELECT d.code, v.name, d.applicant_name, d.channel, g.name, d.state, d.due_at, d.settled_at
        FROM (SELECT DISTINCT ON (u.id) u.id, u.place FROM unnest(found) WITH ORDINALITY AS u(id, place) ORDER BY u.id, u.place) u
        JOIN dossiers_dossier d ON d.id = u.id
        JOIN procedures_procedureversion v ON v.id = d.version_id
        JOIN agencies_agency g ON g.id = d.competent_agency_id
        ORDER BY u.place LIMIT most;
END $$;
DROP INDEX dossiers_dossier_pairs;
DROP FUNCTION sen_name_query(text);
DROP FUNCTION sen_name_pairs(text);
"""


class Migration(migrations.Migration):
    """The search function and its index."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("dossiers", "0002_second_barrier")]
    operations: ClassVar[list[Operation]] = [migrations.RunSQL(FORWARD, BACKWARD)]
