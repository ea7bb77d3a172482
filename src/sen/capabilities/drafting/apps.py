"""App registration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from sen.capabilities.correspondence.types import register_document_offer, register_paper_seal
from sen.foundation.audit.types import register_words
from sen.foundation.inbox.types import Counted, register_work_source
from sen.kernel.actor import ActorKind, Role
from sen.ui.navigation import NavEntry, Section, register


class DraftingConfig(AppConfig):
    """Dự thảo văn bản."""

    name = "sen.capabilities.drafting"
    label = "drafting"
    verbose_name = "Dự thảo văn bản"

    def ready(self) -> None:
        """Put drafts into the menu and their work into the inbox."""
        register(
            NavEntry(
                Section.WORK,
                _("Dự thảo văn bản"),
                "drafting:list",
                "file-pen-line",
                kinds=frozenset({ActorKind.OFFICER}),
                order=34,
            )
        )
        register(
            NavEntry(
                Section.WORK,
                _("Ký văn bản"),
                "drafting:signing",
                "signature",
                roles=frozenset({Role.LEADER}),
                order=33,
                count=Counted("du-thao", kind="sign"),
            )
        )
        register(
            NavEntry(
                Section.WORK,
                _("Sổ sao văn bản"),
                "drafting:copies",
                "copy",
                roles=frozenset({Role.CLERK}),
                order=38,
            )
        )
        register_paper_seal("sen.capabilities.drafting.services.signing.seal_paper")
        register_document_offer("sen.capabilities.drafting.selectors.offers.offer_on_document")
        register_work_source("sen.capabilities.drafting.selectors.work.DraftWork")
        register_words(
            subjects={"draft": _("Dự thảo văn bản"), "certified_copy": _("Bản sao văn bản")},
            actions={"draft.template": _("Lưu mẫu văn bản")},
        )
