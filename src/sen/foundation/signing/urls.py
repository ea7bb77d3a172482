"""Addresses of the public keys, mounted under /khoa/."""

from django.urls import path

from sen.foundation.signing import views

urlpatterns = [
    path("cong-khai.json", views.key_set, name="signing-key-set"),
    path("chung-thu-goc.pem", views.roots, name="signing-roots"),
]
