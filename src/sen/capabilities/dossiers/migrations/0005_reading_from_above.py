"""Heads and leaders above an agency read its dossiers: row-level security shows them for reading, never for change."""

from typing import ClassVar

from django.db import migrations
from django.db.migrations.operations.base import Operation

# Named so that it is asked after ``dossiers_scope``: policies are asked in the order of their names.
# The setting is ``province`` or a list of agencies.  The sub-select is taken once per statement, not once per row.
FORWARD = r"""
CREATE POLICY dossiers_scope_from_above ON dossiers_dossier FOR SELECT TO sen_app USING (
    current_setting('sen.overseen', true) = 'province'
    OR competent_agency_id = ANY ((
        SELECT CASE WHEN current_setting('sen.overseen', true) LIKE '{%' THEN current_setting('sen.overseen', true)::bigint[] END
    )::bigint[])
);
"""


class Migration(migrations.Migration):
    """A second, narrower policy beside ``dossiers_scope``."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("dossiers", "0004_counters_of_their_own_app")]
    operations: ClassVar[list[Operation]] = [migrations.RunSQL(FORWARD, "DROP POLICY dossiers_scope_from_above ON dossiers_dossier")]
