"""What is issued stays: the database refuses changes of particulars and files of a frozen document, whoever asks."""

from typing import ClassVar

from django.db import migrations
from django.db.migrations.operations.base import Operation

FORWARD = """
CREATE FUNCTION sen_refuse_change_of_issued() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.frozen_at IS NOT NULL THEN
        RAISE EXCEPTION 'document % is issued and cannot be changed', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE FUNCTION sen_refuse_files_of_issued() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    content bigint := CASE TG_OP WHEN 'INSERT' THEN NEW.content_id ELSE OLD.content_id END;
BEGIN
    IF EXISTS (SELECT 1 FROM correspondence_content c WHERE c.id = content AND c.frozen_at IS NOT NULL) THEN
        RAISE EXCEPTION 'files of document % are issued and cannot be changed', content USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;

-- Only the columns the hash covers: the index of words and folded copies may be made anew.
CREATE TRIGGER correspondence_content_stays BEFORE UPDATE OF document_id, version, kind_name, number, number_suffix, notation, code, issued_on,
    issuer_code, issuer_name, subject, signer_name, signer_title, signer_competence, urgency, due_on, pages, language, to_places, content_hash,
    frozen_at OR DELETE ON correspondence_content
    FOR EACH ROW EXECUTE FUNCTION sen_refuse_change_of_issued();
CREATE TRIGGER correspondence_files_stay BEFORE UPDATE OR DELETE ON correspondence_contentfile
    FOR EACH ROW EXECUTE FUNCTION sen_refuse_files_of_issued();
CREATE TRIGGER correspondence_files_stay_whole BEFORE INSERT ON correspondence_contentfile
    FOR EACH ROW EXECUTE FUNCTION sen_refuse_files_of_issued();
"""
BACKWARD = """
DROP TRIGGER correspondence_files_stay_whole ON correspondence_contentfile;
DROP TRIGGER correspondence_files_stay ON correspondence_contentfile;
DROP TRIGGER correspondence_content_stays ON correspondence_content;
DROP FUNCTION sen_refuse_files_of_issued();
DROP FUNCTION sen_refuse_change_of_issued();
"""


class Migration(migrations.Migration):
    """Triggers that keep issued documents as they are."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("correspondence", "0002_search_function")]
    operations: ClassVar[list[Operation]] = [migrations.RunSQL(FORWARD, BACKWARD)]
