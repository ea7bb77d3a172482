"""Addresses of those who keep the registers, mounted under /csdl/."""

from django.urls import path

from sen.registries.parties.models import ImportKind
from sen.registries.parties.views import businesses, editing, imports, merging, people, statistics

app_name = "parties"
_PEOPLE, _BUSINESSES = {"kind": ImportKind.PEOPLE}, {"kind": ImportKind.BUSINESSES}

urlpatterns = [
    path("dan-cu/", people.search, name="people"),
    path("dan-cu/them/", editing.register, name="person-new"),
    path("dan-cu/thay-doi/", people.changes, name="people-changes"),
    path("dan-cu/thong-ke/", statistics.population, name="population"),
    path("dan-cu/thong-ke.xlsx", statistics.population_xlsx, name="population-xlsx"),
    path("dan-cu/trung/", merging.twins, name="twins"),
    path("dan-cu/gop/<int:first_id>/<int:second_id>/", merging.merge, name="merge"),
    path("dan-cu/gop/<int:first_id>/<int:second_id>/khac/", merging.dismiss, name="dismiss-twins"),
    path("dan-cu/tach/<int:merge_id>/", merging.undo, name="undo-merge"),
    path("dan-cu/nhap/", imports.listing, _PEOPLE, name="people-imports"),
    path("dan-cu/nhap/moi/", imports.begin, _PEOPLE, name="people-import-new"),
    path("dan-cu/nhap/mau.csv", imports.sample, _PEOPLE, name="people-import-sample"),
    path("doanh-nghiep/nhap/", imports.listing, _BUSINESSES, name="businesses-imports"),
    path("doanh-nghiep/nhap/moi/", imports.begin, _BUSINESSES, name="businesses-import-new"),
    path("doanh-nghiep/nhap/mau.csv", imports.sample, _BUSINESSES, name="businesses-import-sample"),
    path("nhap/<uuid:public_id>/", imports.show, name="import"),
    path("nhap/<uuid:public_id>/loi.csv", imports.report, name="import-report"),
    path("nhap/<uuid:public_id>/dung/", imports.stop, name="import-stop"),
    path("nhap/<uuid:public_id>/tiep/", imports.carry_on, name="import-continue"),
    path("dan-cu/<int:person_id>/", people.show, name="person"),
    path("dan-cu/<int:person_id>/sua/", editing.correct, name="person-correct"),
    path("dan-cu/<int:person_id>/cu-tru/", editing.move, name="person-move"),
    path("dan-cu/<int:person_id>/khai-tu/", editing.death, name="person-death"),
    path("doanh-nghiep/", businesses.search, name="businesses"),
    path("doanh-nghiep/danh-sach.xlsx", businesses.search_xlsx, name="businesses-xlsx"),
    path("doanh-nghiep/them/", businesses.register, name="business-new"),
    path("doanh-nghiep/thay-doi/", businesses.changes, name="business-changes"),
    path("doanh-nghiep/<int:business_id>/", businesses.show, name="business"),
    path("doanh-nghiep/<int:business_id>/sua/", businesses.change, name="business-change"),
    path("doanh-nghiep/<int:business_id>/tinh-trang/", businesses.state, name="business-state"),
]
