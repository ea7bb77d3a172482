"""Addresses of uploads, mounted under /tep/."""

from django.urls import path

from sen.foundation.files import views

urlpatterns = [
    path("", views.start, name="files-start"),
    path("<uuid:public_id>/", views.piece, name="files-piece"),
    path("<uuid:public_id>/xong/", views.finish, name="files-finish"),
]
