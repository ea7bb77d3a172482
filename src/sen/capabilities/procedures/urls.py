"""Addresses of procedure control, under ``/quan-tri/``."""

from django.urls import path

from sen.capabilities.procedures.views import bases, competence, editing, publication, records, routes

app_name = "procedures"

urlpatterns = [
    path("thu-tuc/", records.records, name="records"),
    path("thu-tuc/danh-muc.xlsx", records.export, name="export"),
    path("thu-tuc/nhap-danh-muc/", records.imports, name="imports"),
    path("thu-tuc/can-cu/", bases.reviews, name="reviews"),
    path("thu-tuc/can-cu/<int:review_id>/", bases.resolve, name="resolve-review"),
    path("thu-tuc/<int:version_id>/", records.record, name="record"),
    path("thu-tuc/<int:version_id>/so-sanh/", records.compare, name="compare"),
    path("thu-tuc/<int:version_id>/du-thao-moi/", publication.new_draft, name="new-draft"),
    path("thu-tuc/<int:version_id>/cong-bo/", publication.publication, name="publication"),
    path("thu-tuc/<int:version_id>/tra-lai/", publication.back, name="send-back"),
    path("thu-tuc/<int:version_id>/bai-bo/", publication.abolish, name="abolish"),
    path("thu-tuc/<int:version_id>/sua/", editing.facts, name="edit-facts"),
    path("thu-tuc/<int:version_id>/sua/giay-to/", editing.papers, name="edit-papers"),
    path("thu-tuc/<int:version_id>/sua/giay-to/them/", editing.paper, name="add-paper"),
    path("thu-tuc/<int:version_id>/sua/giay-to/<int:place>/", editing.paper, name="edit-paper"),
    path("thu-tuc/<int:version_id>/sua/cach-nop/", editing.filing, name="edit-filing"),
    path("thu-tuc/<int:version_id>/sua/ket-qua/", editing.results, name="edit-results"),
    path("thu-tuc/<int:version_id>/sua/can-cu/", editing.bases, name="edit-bases"),
    path("quy-trinh/", routes.routes, name="routes"),
    path("quy-trinh/thu-tuc/<str:code>/", routes.procedure_routes, name="procedure-routes"),
    path("quy-trinh/<int:route_id>/", routes.route, name="route"),
    path("quy-trinh/<int:route_id>/phe-duyet/", routes.approve, name="approve-route"),
    path("quy-trinh/<int:route_id>/thoi-ap-dung/", routes.retire, name="retire-route"),
    path("tham-quyen/", competence.rules, name="competences"),
    path("tham-quyen/them/", competence.add, name="add-competence"),
    path("tham-quyen/<int:rule_id>/sua/", competence.edit, name="edit-competence"),
    path("tham-quyen/<int:rule_id>/ket-thuc/", competence.end, name="end-competence"),
    path("tham-quyen/<int:rule_id>/bo/", competence.withdraw, name="withdraw-competence"),
]
