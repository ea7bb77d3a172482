"""Addresses of the trail, mounted under /quan-tri/nhat-ky/."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
