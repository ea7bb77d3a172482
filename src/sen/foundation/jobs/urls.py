"""Addresses of background work."""

from django.urls import path

from sen.foundation.jobs import views

app_name = "jobs"
urlpatterns = [
    path("", views.failures, name="failures"),
    path("<int:failure_id>/chay-lai/", views.replay, name="replay"),
]
