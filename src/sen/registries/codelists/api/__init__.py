"""The interfaces of code lists: their own, and their shelf in the GovStack building block."""

from sen.registries.codelists.api.lists import codelists_api
from sen.registries.codelists.api.shelf import CodeListShelf

APIS = (codelists_api,)
SHELVES = (CodeListShelf(),)
