"""Addresses of the keepers of agencies and the calendar."""

from django.urls import path

from sen.foundation.agencies import views

app_name = "agencies"
urlpatterns = [
    path("lich/", views.calendar, name="calendar"),
    path("lich/<int:day_id>/bo/", views.remove_day, name="remove_day"),
    path("lich/gio/", views.hours, name="hours"),
    path("co-quan/", views.agency_list, name="list"),
    path("co-quan/them/", views.add, name="add"),
    path("co-quan/<int:agency_id>/sua/", views.correct, name="correct"),
    path("co-quan/<int:agency_id>/", views.agency, name="agency"),
    path("co-quan/<int:agency_id>/noi-tiep-nhan/", views.reception, name="reception"),
    path("co-quan/<int:agency_id>/gio/", views.hours, name="agency_hours"),
]
