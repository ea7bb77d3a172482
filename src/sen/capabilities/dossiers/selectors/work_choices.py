"""What the work list can be narrowed to: procedures, steps and receiving places that occur in it."""

from dataclasses import dataclass, field

from django.db import connection

from sen.capabilities.dossiers.selectors.worklist import work_scope
from sen.kernel.actor import Actor

Choice = tuple[str, str]


@dataclass(frozen=True, slots=True)
class WorkChoices:
    """Pairs of key and name, by filter."""

    procedures: list[Choice] = field(default_factory=list)
    steps: list[Choice] = field(default_factory=list)
    places: list[Choice] = field(default_factory=list)


def work_choices(actor: Actor, *, whole_agency: bool = False) -> WorkChoices:
    """The values of each filter that occur in the actor's open work, in one query."""
    scope, values = work_scope(actor, whole_agency=whole_agency)
    sql = f"""
        WITH mine AS (
            SELECT w.name AS step, d.version_id, d.receiving_agency_id
            FROM dossiers_workitem w JOIN dossiers_dossier d ON d.id = w.dossier_id
            WHERE w.closed_at IS NULL {scope}
        )
        SELECT DISTINCT 'procedures', v.procedure_id::text, p.code || ' ' || v.name
        FROM mine JOIN procedures_procedureversion v ON v.id = mine.version_id JOIN procedures_procedure p ON p.id = v.procedure_id
        UNION SELECT DISTINCT 'steps', step, step FROM mine
        UNION SELECT DISTINCT 'places', g.id::text, g.name FROM mine JOIN agencies_agency g ON g.id = mine.receiving_agency_id
        ORDER BY 1, 3 LIMIT 600
    """  # noqa: S608 - assembled from constants of this app, values are parameters
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        found = cursor.fetchall()
    choices = WorkChoices()
    for kind, key, name in found:
        getattr(choices, kind).append((key, name))
    return choices
