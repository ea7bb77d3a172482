"""Who may look after the catalogue: officials who control procedures for the province.

Basis: 63/2010/NĐ-CP, Article 5 (control of procedures); 61/2018/NĐ-CP, Article 14 (internal routes).
"""

from sen.capabilities.procedures.errors import CompetenceNotFound, RouteNotFound, VersionNotFound
from sen.capabilities.procedures.models import CompetenceRule, ProcedureVersion, ProcessingRoute
from sen.kernel.actor import Actor
from sen.kernel.errors import NotAllowed


def can_control(actor: Actor) -> bool:
    """Whether the actor edits and publishes procedures and routes."""
    return actor.is_control


def require_control(actor: Actor) -> None:
    """Refuse everybody who does not control procedures with NotAllowed."""
    if not can_control(actor):
        raise NotAllowed


def access_version(actor: Actor, version_id: int, *, lock: bool = False) -> ProcedureVersion:
    """The version for someone who controls procedures.  Raises NotAllowed, VersionNotFound."""
    require_control(actor)
    versions = ProcedureVersion.objects.select_related("procedure", "field")
    version = (versions.select_for_update(of=("self", "procedure")) if lock else versions).filter(pk=version_id).first()
    if version is None:
        raise VersionNotFound
    return version


def access_route(actor: Actor, route_id: int, *, lock: bool = False) -> ProcessingRoute:
    """The route for someone who controls procedures.  Raises NotAllowed, RouteNotFound."""
    require_control(actor)
    routes = ProcessingRoute.objects.select_related("procedure", "agency")
    route = (routes.select_for_update(of=("self", "procedure")) if lock else routes).filter(pk=route_id).first()
    if route is None:
        raise RouteNotFound
    return route


def access_competence(actor: Actor, rule_id: int, *, lock: bool = False) -> CompetenceRule:
    """The rule of competence for someone who controls procedures.  Raises NotAllowed, CompetenceNotFound."""
    require_control(actor)
    rules = CompetenceRule.objects.select_related("field", "procedure", "agency")
    rule = (rules.select_for_update(of=("self",)) if lock else rules).filter(pk=rule_id).first()
    if rule is None:
        raise CompetenceNotFound
    return rule
