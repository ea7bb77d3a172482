"""The interfaces of people and businesses: their own, and what they give to the GovStack building block."""

from sen.registries.parties.api.registers import businesses_api, people_api
from sen.registries.parties.api.shelf import PeopleShelf, usage_of_person

APIS = (people_api, businesses_api)
SHELVES = (PeopleShelf(),)
USAGE = usage_of_person
