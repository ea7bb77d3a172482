"""Changes of code lists: loading the shipped lists, publishing versions, single codes, mappings."""

from sen.registries.codelists.services.drafts import drop_draft, publish_draft, upload_draft
from sen.registries.codelists.services.items import add_code, change_code, remove_code
from sen.registries.codelists.services.lists import create_list
from sen.registries.codelists.services.loading import load_codelists
from sen.registries.codelists.services.mappings import import_mappings

__all__ = [
    "add_code",
    "change_code",
    "create_list",
    "drop_draft",
    "import_mappings",
    "load_codelists",
    "publish_draft",
    "remove_code",
    "upload_draft",
]
