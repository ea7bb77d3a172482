"""Changes of the register of people, and its recorded reads."""

from sen.registries.parties.services.demonstration import load_people
from sen.registries.parties.services.people import find_person_by_number, link_registered_citizen, remember_person

__all__ = ["find_person_by_number", "link_registered_citizen", "load_people", "remember_person"]
