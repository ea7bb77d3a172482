"""Addresses of a dossier's pages for officials, of letters that failed, and of the rule sets for their keepers."""

from django.urls import include, path

from sen.capabilities.dossiers.views import clock, dossier, goals, letters, outcome, papers, reading, rules, steps

app_name = "dossiers"
_DOSSIER = [
    path("<str:code>/", dossier.show, name="page"),
    path("<str:code>/muc-dich/", reading.state_purpose, name="purpose"),
    path("<str:code>/moi/", dossier.freshness, name="freshness"),
    path("<str:code>/xem-day-du/", dossier.in_full, name="in_full"),
    path("<str:code>/tep/<uuid:public_id>/", papers.file, name="file"),
    path("<str:code>/phieu-kiem-soat/", papers.control_sheet, name="control_sheet"),
    path("<str:code>/hoan-thanh/<int:item_id>/", steps.finish, name="finish"),
    path("<str:code>/giao/<int:item_id>/", steps.assign, name="assign"),
    path("<str:code>/tra-lai/<int:item_id>/", steps.send_back, name="send_back"),
    path("<str:code>/lay-y-kien/", steps.consult, name="consult"),
    path("<str:code>/tra-loi/<int:item_id>/", steps.answer, name="answer"),
    path("<str:code>/ket-qua/", outcome.propose, name="propose"),
    path("<str:code>/du-thao/", outcome.read_draft, name="draft"),
    path("<str:code>/du-thao/pdf/", outcome.draft_as_pdf, name="draft_pdf"),
    path("<str:code>/ky/<int:item_id>/", outcome.sign, name="sign"),
    path("<str:code>/thu-hoi/", outcome.revoke, name="revoke"),
    path("<str:code>/bo-sung/", clock.supplement, name="supplement"),
    path("<str:code>/tam-dung/", clock.suspend, name="suspend"),
    path("<str:code>/tiep-tuc/", clock.resume, name="resume"),
    path("<str:code>/hen-lai/", clock.extend, name="extend"),
    path("<str:code>/dung/", clock.stop, name="stop"),
    path("<str:code>/xet-rut/", clock.decide_withdrawal, name="withdrawal"),
]
_LETTERS = [
    path("", letters.failed, name="failed_letters"),
    path("<uuid:public_id>/", letters.letter, name="letter"),
    path("<uuid:public_id>/da-bao/", letters.told, name="letter_told"),
]
_RULES = [
    path("", rules.rule_sets, name="rule_sets"),
    path("muc-tieu/", goals.goals, name="goals"),
    path("<int:rule_set_id>/", rules.rule_set, name="rule_set"),
    path("<int:rule_set_id>/sua/", rules.edit, name="edit_rules"),
    path("<int:rule_set_id>/bo-moi/", rules.create, name="new_rules"),
    path("<int:rule_set_id>/bo/", rules.withdraw, name="withdraw_rules"),
]
urlpatterns = [
    path("lam-viec/ho-so/", include(_DOSSIER)),
    path("lam-viec/thu-chua-den/", include(_LETTERS)),
    path("quan-tri/bo-quy-dinh/", include(_RULES)),
]
