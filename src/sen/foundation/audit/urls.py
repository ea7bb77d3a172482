"""Addresses of the trail, mounted under /quan-tri/nhat-ky/."""

from django.urls import path

from sen.foundation.audit import views

app_name = "audit"
urlpatterns = [path("", views.trail, name="trail")]
