"""Addresses of the design system itself."""

from django.urls import path

from sen.ui import views

app_name = "ui"
urlpatterns = [
    path("bo-thanh-phan/", views.gallery, name="gallery"),
    path("bo-thanh-phan/to-khai/", views.gallery_form, name="gallery-form"),
    path("bo-thanh-phan/goi-y/", views.gallery_places, name="gallery-places"),
    path("bo-thanh-phan/ban-lam-viec/", views.gallery_workspace, name="gallery-workspace"),
    path("bo-thanh-phan/giay-to/", views.gallery_paper, name="gallery-paper"),
    path("bo-thanh-phan/bang-goi-so/", views.gallery_board, name="gallery-board"),
    path("hien-thi/", views.display, name="display"),
]
