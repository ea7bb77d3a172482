"""Addresses of the scorecard."""

from django.urls import path

from sen.surfaces.scorecard.views import behind, overview, watch

app_name = "scorecard"
urlpatterns = [
    path("", overview.overview, name="overview"),
    path("linh-vuc/", overview.fields, name="fields"),
    path("co-quan/<int:agency_id>/", overview.agency, name="agency"),
    path("ho-so/", behind.behind, name="behind"),
    path("doi-chieu/", behind.recount, name="recount"),
    path("canh-bao/", watch.watch, name="watch"),
    path("xuat-excel/", overview.export, name="export"),
]
