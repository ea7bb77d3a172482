"""Addresses of the register of legal documents, under ``/csdl/van-ban/``."""

from django.urls import path

from sen.registries.legislation import views

app_name = "legislation"
urlpatterns = [
    path("", views.documents, name="documents"),
    path("them/", views.edit, name="add"),
    path("nhap/", views.imports, name="imports"),
    path("<int:document_id>/", views.document, name="document"),
    path("<int:document_id>/sua/", views.edit, name="edit"),
    path("<int:document_id>/quan-he/", views.relate, name="relate"),
    path("quan-he/<int:relation_id>/bo/", views.unrelate, name="unrelate"),
]
