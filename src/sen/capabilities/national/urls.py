"""Addresses under /csdl/quoc-gia/."""

from django.urls import path

from sen.capabilities.national import views

app_name = "national"
urlpatterns = [
    path("", views.sources, name="sources"),
    path("doi-chieu-van-ban/", views.compare, name="compare"),
    path("doanh-nghiep/", views.businesses, name="businesses"),
    path("doanh-nghiep/<str:number>/", views.business, name="business"),
]
