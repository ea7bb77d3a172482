"""Opening a new list."""

import datetime as dt

from django.db import transaction

from sen.foundation.audit.services import record_change
from sen.foundation.feeds.services import append_changes
from sen.foundation.feeds.types import Action, Change
from sen.kernel.actor import Actor
from sen.kernel.text import clean
from sen.registries.codelists.errors import KeyTaken
from sen.registries.codelists.models import CodeList
from sen.registries.codelists.policies import require_manager
from sen.registries.codelists.types import FEED


@transaction.atomic
def create_list(*, actor: Actor, key: str, name: str, source: str, note: str, now: dt.datetime) -> CodeList:
    """Open an empty list; its first content is published from a file.  Raises NotAllowed, KeyTaken."""
    require_manager(actor)
    if CodeList.objects.filter(key=key).exists():
        raise KeyTaken("key")
    code_list = CodeList.objects.create(key=key, name=clean(name)[:160], source=clean(source)[:300], note=clean(note)[:500])
    append_changes(registry=FEED, changes=[Change("list", key, Action.CREATED)], now=now)
    record_change(actor=actor, action="code_list.create", subject_type="code_list", subject_id=code_list.pk, now=now)
    return code_list
