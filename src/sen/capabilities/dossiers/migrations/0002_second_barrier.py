"""The second barrier: row-level security, and the narrow functions that look past it."""

from typing import ClassVar

from django.db import migrations
from django.db.migrations.operations.base import Operation

FORWARD = r"""
DO $$ BEGIN CREATE ROLE sen_app NOLOGIN; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$;

ALTER TABLE dossiers_dossier ENABLE ROW LEVEL SECURITY;
CREATE POLICY dossiers_scope ON dossiers_dossier TO sen_app USING (
    agency_ids && coalesce(nullif(current_setting('sen.agencies', true), ''), '{}')::bigint[]
    OR applicant_account_id = nullif(current_setting('sen.account', true), '')::bigint
    OR current_setting('sen.province', true) = 'on'
    OR public_id = nullif(current_setting('sen.granted', true), '')::uuid
);

ALTER TABLE dossiers_draft ENABLE ROW LEVEL SECURITY;
CREATE POLICY dossiers_own_draft ON dossiers_draft TO sen_app USING (
    account_id = nullif(current_setting('sen.account', true), '')::bigint
);

-- What the tally must equal, counted from the dossiers themselves.
CREATE VIEW dossiers_tally_truth AS
SELECT d.competent_agency_id AS agency_id, d.receiving_agency_id AS receiving_id, v.field_id, d.state, d.channel,
       CASE WHEN d.state IN ('accepted', 'processing', 'supplement', 'financial_duty', 'withdrawal_asked')
            THEN (d.due_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
            WHEN d.state = 'submitted' THEN (d.reception_due_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date END AS due_on,
       CASE WHEN d.state IN ('settled', 'returned') THEN coalesce(d.settled_at > d.due_at, false) END AS finished_late
FROM dossiers_dossier d JOIN procedures_procedureversion v ON v.id = d.version_id;

CREATE FUNCTION sen_find_dossier(code_text text, phone_text text) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT public_id FROM dossiers_dossier
    WHERE upper(code) = code_text AND phone_text <> '' AND applicant_phone = phone_text LIMIT 1
$$;

CREATE FUNCTION sen_check_result(code_text text) RETURNS TABLE (
    title text, number varchar, issued_on date, agency varchar, signer varchar, signer_title varchar, signed_at timestamptz,
    sha256 varchar, procedure_name text, applicant varchar, revoked_at timestamptz, is_demo boolean, dossier_code varchar
) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT o.title, o.number, o.issued_on, g.name, a.name, o.signer_title, o.signed_at, f.sha256, v.name, d.applicant_name,
           o.revoked_at, d.is_demo, d.code
    FROM dossiers_outcome o
    JOIN dossiers_dossier d ON d.id = o.dossier_id
    JOIN procedures_procedureversion v ON v.id = d.version_id
    JOIN agencies_agency g ON g.id = o.agency_id
    JOIN accounts_account a ON a.id = o.signed_by_id
    JOIN files_storedfile f ON f.id = o.file_id
    WHERE o.verify_code = code_text AND o.signed_at IS NOT NULL
$$;

-- A name as its words; the index finds dossiers by agency and words together.  Without a waiting list (fastupdate): each search would read it.
CREATE FUNCTION sen_name_words(name text) RETURNS tsvector LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$ SELECT array_to_tsvector(array_remove(string_to_array(name, ' '), '')) $$;

CREATE INDEX dossiers_dossier_words ON dossiers_dossier USING gin (agency_ids, sen_name_words(applicant_folded)) WITH (fastupdate = off);

-- Search applies the agency filter itself: under row-level security LIKE would not use its indexes.
CREATE FUNCTION sen_search_dossiers(code_text text, phone_text text, name_text text, agencies bigint[], everywhere boolean, most integer)
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
"""

BACKWARD = """
DROP FUNCTION sen_search_dossiers(text, text, text, bigint[], boolean, integer);
DROP INDEX dossiers_dossier_words;
DROP FUNCTION sen_name_words(text);
DROP FUNCTION sen_check_result(text);
DROP FUNCTION sen_find_dossier(text, text);
DROP VIEW dossiers_tally_truth;
DROP POLICY dossiers_own_draft ON dossiers_draft;
ALTER TABLE dossiers_draft DISABLE ROW LEVEL SECURITY;
DROP POLICY dossiers_scope ON dossiers_dossier;
ALTER TABLE dossiers_dossier DISABLE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    """Row-level security for the role ``sen_app`` under which web requests run."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("dossiers", "0001_initial"), ("files", "0001_initial"), ("accounts", "0001_initial"), ("agencies", "0001_initial")]
    operations: ClassVar[list[Operation]] = [migrations.RunSQL(FORWARD, BACKWARD)]
