"""Addresses of the register of administrative units."""

from django.urls import path

from sen.registries.units import views

app_name = "units"
urlpatterns = [
    path("", views.browse, name="browse"),
    path("tim/", views.search, name="search"),
    path("<int:unit_id>/", views.show, name="show"),
]
