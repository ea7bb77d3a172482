"""The printed result with its code that anybody can check."""

import datetime as dt

from django.conf import settings

from sen.capabilities.dossiers.models import Dossier, FormKind, Outcome, OutcomeKind
from sen.capabilities.dossiers.selectors.form_facts.frame import Facts, frame
from sen.kernel.actor import Actor
from sen.ui.format import date_text

_CODE_GROUP = 4


def outcome_facts(dossier: Dossier, outcome: Outcome, *, signer: Actor, now: dt.datetime) -> Facts:
    """The facts of the result document."""
    facts = frame(dossier, FormKind.CONTROL, agency_id=outcome.agency_id, at=now, number=outcome.number)
    code = outcome.verify_code or ""
    facts["form"] = {"title": outcome.title, "list_number": "", "basis": ""}
    facts["issuer"] = {"parent": facts["issuer"]["parent"] if facts["issuer"]["parent"] != facts["agency"] else "", "unit": facts["agency"]}
    facts |= {
        "procedure_name": dossier.version.name,
        "grounds": [f"Xét hồ sơ số {dossier.code} ngày {date_text(dossier.accepted_at or now)} của {dossier.applicant_name};"],
        "paragraphs": [line for line in outcome.content.splitlines() if line] or [_default_sentence(dossier, outcome, facts["agency"])],
        "particulars": _particulars(dossier),
        "recipients": [f"{dossier.applicant_name};", "Lưu: VT, hồ sơ."],
        "signer": {"role": "", "title": signer.title, "name": signer.name},
        "verify_site": f"{settings.SITE_URL.split('://')[-1]}/kiem-tra",
        "verify_code": "-".join(code[place : place + _CODE_GROUP] for place in range(0, len(code), _CODE_GROUP)),
        "qr_text": f"{settings.SITE_URL}/kiem-tra/{code}/",
    }
    return facts


def _default_sentence(dossier: Dossier, outcome: Outcome, agency: str) -> str:
    if outcome.kind == OutcomeKind.GRANTED:
        return f"{agency} giải quyết thủ tục “{dossier.version.name}” theo đề nghị của {dossier.applicant_name}."
    return f"{agency} không giải quyết thủ tục “{dossier.version.name}” theo đề nghị của {dossier.applicant_name}."


def _particulars(dossier: Dossier) -> list[dict[str, str]]:
    rows = [
        ("Họ và tên", dossier.applicant_name),
        ("Số định danh", dossier.applicant_number),
        ("Ngày sinh", date_text(dossier.applicant_born_on)),
        ("Nơi cư trú", dossier.applicant_address),
    ]
    return [{"label": label, "value": value} for label, value in rows if value]
