"""Fills a fresh installation with one commune and citizens whose applications are finished: `python -m tests.conformance.seed COUNT`.

The last line names each citizen's session and drafts.
"""

import json
import sys

import django

django.setup()

from benchmarks._drafts import finished_drafts  # noqa: E402 - Django must be set up first
from benchmarks._people import session_of  # noqa: E402
from sen.capabilities.procedures.selectors import list_components  # noqa: E402
from sen.registries.units.models import UnitLevel  # noqa: E402
from tests.dossier_factories import make_rules, make_version  # noqa: E402
from tests.factories import make_agency, make_citizen, make_person, make_unit  # noqa: E402

CITIZENS = 4


def main(count: int) -> None:
    """Make everything and say who may submit what."""
    province = make_agency("Ủy ban nhân dân tỉnh Đồng Tháp", "province", one_stop_name="", dossier_prefix="H20", area_code="82")
    make_agency("Ủy ban nhân dân phường Cao Lãnh", parent=province, area_code="29869", dossier_prefix="H20.TM29869")
    unit = make_unit("Phường Cao Lãnh", parent=make_unit("Tỉnh Đồng Tháp", level=UnitLevel.PROVINCE), code="29869")
    make_rules()
    version = make_version(papers=2, service_level="full")
    people = [make_citizen(person=make_person("Trần Thị Mai", unit=unit), assurance=2) for _citizen in range(CITIZENS)]
    drafts = finished_drafts(people, -(-count // CITIZENS), version.pk, list_components(version.pk, None))
    facts = [
        {"session": session_of(person), "drafts": [str(draft.public_id) for draft in drafts[person.account_id or 0]]} for person in people
    ]
    sys.stdout.write(json.dumps(facts) + "\n")


if __name__ == "__main__":
    main(int(sys.argv[1]))
