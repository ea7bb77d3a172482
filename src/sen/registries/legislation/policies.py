"""Who keeps the register of legal documents: managers of the shared databases and officials who control procedures."""

from sen.kernel.actor import Actor, ActorKind, Role
from sen.kernel.errors import NotAllowed
from sen.registries.legislation.errors import DocumentNotFound, RelationNotFound
from sen.registries.legislation.models import LegalDocument, LegalRelation

KEEPERS = (Role.REGISTRY, Role.CONTROL)


def can_keep(actor: Actor) -> bool:
    """Whether the actor may write documents and relations."""
    return actor.kind is ActorKind.SYSTEM or any(actor.has(role) for role in KEEPERS)


def require_keeper(actor: Actor) -> None:
    """Pass, or raise NotAllowed."""
    if not can_keep(actor):
        raise NotAllowed


def access_document(actor: Actor, document_id: int) -> LegalDocument:
    """The document, locked for a change.  Raises NotAllowed, DocumentNotFound."""
    require_keeper(actor)
    document = LegalDocument.objects.select_for_update().filter(pk=document_id).first()
    if document is None:
        raise DocumentNotFound
    return document


def access_relation(actor: Actor, relation_id: int) -> LegalRelation:
    """The relation with its documents.  Raises NotAllowed, RelationNotFound."""
    require_keeper(actor)
    relation = LegalRelation.objects.select_related("source", "target").filter(pk=relation_id).first()
    if relation is None:
        raise RelationNotFound
    return relation
