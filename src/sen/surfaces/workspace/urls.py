"""Addresses of the workspace."""

from django.urls import path

from sen.surfaces.workspace.views import bulk, inbox, morning, signing, worklist

app_name = "workspace"
urlpatterns = [
    path("", inbox.home, name="home"),
    path("chon/", inbox.chosen, name="chosen"),
    path("sang-nay/", morning.morning, name="morning"),
    path("ho-so/", worklist.dossiers, name="dossiers"),
    path("xuat-excel/", worklist.export, name="export"),
    path("tim/", worklist.search, name="search"),
    path("hang-loat/", bulk.bulk, name="bulk"),
    path("hang-loat/hoan-thanh/", bulk.finish, name="finish"),
    path("hang-loat/giao/", bulk.assign, name="assign"),
    path("ky/", signing.signing, name="signing"),
    path("ky/<int:item_id>/tra-lai/", signing.return_one, name="return"),
]
