"""Addresses of saved filters."""

from django.urls import path

from sen.foundation.inbox import views

app_name = "inbox"
urlpatterns = [
    path("luu/", views.save, name="save"),
    path("<int:filter_id>/bo/", views.drop, name="drop"),
]
