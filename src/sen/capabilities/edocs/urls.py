"""Addresses under /lam-viec/lien-thong-van-ban/."""

from django.urls import path

from sen.capabilities.edocs.views import directory, packets

app_name = "edocs"
urlpatterns = [
    path("", packets.packet_list, name="packets"),
    path("gui-lai/", packets.retry, name="retry"),
    path("danh-ba/", directory.agencies, name="directory"),
    path("danh-ba/doi-chieu/", directory.compare, name="directory-compare"),
    path("<uuid:public_id>/", packets.packet, name="packet"),
    path("<uuid:public_id>/huy/", packets.cancel, name="cancel"),
    path("<uuid:public_id>/doc-lai/", packets.replay, name="replay"),
    path("<uuid:public_id>/tep/", packets.download, name="download"),
]
