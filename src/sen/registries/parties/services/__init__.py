"""Changes of the registers of people and businesses, and their recorded reads."""

from sen.registries.parties.services.businesses import change_business, change_business_state, register_business
from sen.registries.parties.services.corrections import correct_person, move_person, record_death, register_person
from sen.registries.parties.services.delta import changed_persons
from sen.registries.parties.services.demonstration import load_people
from sen.registries.parties.services.families import change_head, end_relation, found_household, join_household, relate_persons
from sen.registries.parties.services.generation import load_population
from sen.registries.parties.services.history import fold_population, recount_population
from sen.registries.parties.services.importing import (
    advance_import,
    check_file,
    continue_import,
    start_import,
    start_import_of_path,
    stop_import,
)
from sen.registries.parties.services.invention_of_businesses import load_businesses
from sen.registries.parties.services.merging import dismiss_twins, find_likely_twins, merge_persons, undo_merge
from sen.registries.parties.services.people import find_person_by_number, link_registered_citizen, remember_person
from sen.registries.parties.services.reading import (
    answer_about_person,
    confirm_person,
    open_person_record,
    person_exists,
    read_person_field,
    read_person_record,
)
from sen.registries.parties.services.reading_businesses import (
    answer_about_business,
    business_exists,
    read_business,
    read_business_field,
    read_business_record,
)

__all__ = [
    "advance_import",
    "answer_about_business",
    "answer_about_person",
    "business_exists",
    "change_business",
    "change_business_state",
    "change_head",
    "changed_persons",
    "check_file",
    "confirm_person",
    "continue_import",
    "correct_person",
    "dismiss_twins",
    "end_relation",
    "find_likely_twins",
    "find_person_by_number",
    "fold_population",
    "found_household",
    "join_household",
    "link_registered_citizen",
    "load_businesses",
    "load_people",
    "load_population",
    "merge_persons",
    "move_person",
    "open_person_record",
    "person_exists",
    "read_business",
    "read_business_field",
    "read_business_record",
    "read_person_field",
    "read_person_record",
    "record_death",
    "recount_population",
    "register_business",
    "register_person",
    "relate_persons",
    "remember_person",
    "start_import",
    "start_import_of_path",
    "stop_import",
    "undo_merge",
]
