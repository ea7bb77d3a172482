"""Addresses of saved filters and chosen columns."""

from django.urls import path

from sen.foundation.inbox import views

app_name = "inbox"
urlpatterns = [
    path("luu/", views.save, name="save"),
    path("cot/", views.columns, name="columns"),
    path("<int:filter_id>/bo/", views.drop, name="drop"),
]
