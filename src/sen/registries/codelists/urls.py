"""Addresses of the code lists, under ``/csdl/danh-muc/``."""

from django.urls import path

from sen.registries.codelists import views

app_name = "codelists"
urlpatterns = [
    path("", views.lists, name="lists"),
    path("lap-moi/", views.add, name="add"),
    path("cho-cong-bo/<int:draft_id>/", views.draft, name="draft"),
    path("cho-cong-bo/<int:draft_id>/bo/", views.drop, name="drop"),
    path("<slug:key>/", views.show, name="show"),
    path("<slug:key>/tai-len/", views.upload, name="upload"),
    path("<slug:key>/chuyen-ma/", views.mapping, name="mapping"),
    path("<slug:key>/tai-ve.<str:form>", views.export, name="export"),
]
