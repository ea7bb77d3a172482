"""Addresses of the scorecard."""

from django.urls import path

from sen.surfaces.scorecard.views import behind, documents, overview, watch

app_name = "scorecard"
urlpatterns = [
    path("", overview.overview, name="overview"),
    path("linh-vuc/", overview.fields, name="fields"),
    path("co-quan/<int:agency_id>/", overview.agency, name="agency"),
    path("ho-so/", behind.behind, name="behind"),
    path("doi-chieu/", behind.recount, name="recount"),
    path("canh-bao/", watch.watch, name="watch"),
    path("van-ban/", documents.overview, name="documents"),
    path("van-ban/co-quan/<int:agency_id>/", documents.agency, name="documents_agency"),
    path("van-ban/danh-sach/", documents.behind, name="documents_behind"),
    path("xuat-excel/", overview.export, name="export"),
]
