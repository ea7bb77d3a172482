"""Who keeps the code lists: officials who manage the shared databases."""

from sen.kernel.actor import Actor, ActorKind, Role
from sen.kernel.errors import NotAllowed
from sen.registries.codelists.errors import CodeListNotFound, DraftNotFound
from sen.registries.codelists.models import CodeList, CodeListDraft


def can_manage(actor: Actor) -> bool:
    """Whether the actor may publish versions and mappings."""
    return actor.kind is ActorKind.SYSTEM or actor.has(Role.REGISTRY)


def require_manager(actor: Actor) -> None:
    """Pass, or raise NotAllowed."""
    if not can_manage(actor):
        raise NotAllowed


def access_list(actor: Actor, key: str) -> CodeList:
    """The list, locked for a change.  Raises NotAllowed, CodeListNotFound."""
    require_manager(actor)
    found = CodeList.objects.select_for_update().filter(key=key).first()
    if found is None:
        raise CodeListNotFound
    return found


def access_draft(actor: Actor, draft_id: int) -> CodeListDraft:
    """A draft with its list.  Raises NotAllowed, DraftNotFound."""
    require_manager(actor)
    draft = CodeListDraft.objects.select_related("code_list").filter(pk=draft_id).first()
    if draft is None:
        raise DraftNotFound
    return draft
