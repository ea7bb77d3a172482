"""Addresses of work files, under ``/ho-so-cong-viec/``."""

from django.urls import path

from sen.capabilities.workfiles.views import (
    archive,
    browsing,
    ending,
    exporting,
    figures,
    filing,
    listing,
    opening,
    papers,
    retention,
    rights,
)

app_name = "workfiles"

_lists = [
    path("danh-muc/", listing.file_lists, name="lists"),
    path("danh-muc/lap/", listing.new_list, name="new-list"),
    path("danh-muc/<int:list_id>/", listing.file_list, name="list"),
    path("danh-muc/<int:list_id>/in/", listing.list_pdf, name="list-pdf"),
    path("danh-muc/<int:list_id>/xuat-excel/", listing.list_xlsx, name="list-xlsx"),
    path("danh-muc/<int:list_id>/de-muc/", listing.new_heading, name="new-heading"),
    path("danh-muc/<int:list_id>/de-muc/<int:heading_id>/bo/", listing.remove_heading, name="remove-heading"),
    path("danh-muc/<int:list_id>/ho-so/", listing.new_entry, name="new-entry"),
    path("danh-muc/<int:list_id>/ho-so/<int:entry_id>/bo/", listing.remove_entry, name="remove-entry"),
    path("danh-muc/<int:list_id>/trinh/", listing.submit, name="submit-list"),
    path("danh-muc/<int:list_id>/ban-hanh/", listing.approve, name="approve-list"),
    path("danh-muc/<int:list_id>/tra-lai/", listing.send_back, name="send-back-list"),
]

_archive = [
    path("nop-luu/", archive.hand_overs, name="hand-overs"),
    path("nop-luu/nop/", archive.submit, name="submit"),
    path("nop-luu/thong-bao/", archive.call, name="call"),
    path("nop-luu/<int:hand_over_id>/", archive.hand_over, name="hand-over"),
    path("nop-luu/<int:hand_over_id>/tra-loi/", archive.answer, name="answer"),
    path("nop-luu/<int:hand_over_id>/muc-luc/", archive.index_pdf, name="hand-over-index"),
    path("nop-luu/<int:hand_over_id>/bien-ban/", archive.record_pdf, name="hand-over-record"),
]

_one = [
    path("<int:workfile_id>/", browsing.file, name="file"),
    path("<int:workfile_id>/lich-su/", browsing.history, name="history"),
    path("<int:workfile_id>/sua/", opening.correct, name="correct"),
    path("<int:workfile_id>/giao/", opening.pass_on, name="pass-on"),
    path("<int:workfile_id>/them/", filing.collect, name="collect"),
    path("<int:workfile_id>/tai-lieu/", filing.note, name="note"),
    path("<int:workfile_id>/muc/<int:item_id>/", papers.item, name="item"),
    path("<int:workfile_id>/muc/<int:item_id>/bo/", filing.remove, name="remove"),
    path("<int:workfile_id>/muc/<int:item_id>/tep/<int:file_id>/", papers.item_file, name="item-file"),
    path("<int:workfile_id>/ket-thuc/", ending.close, name="close"),
    path("<int:workfile_id>/mo-lai/", ending.reopen, name="reopen"),
    path("<int:workfile_id>/bo/", ending.drop, name="drop"),
    path("<int:workfile_id>/giu-nguyen/", ending.freeze, name="freeze"),
    path("<int:workfile_id>/giu-lai/", ending.keep, name="keep"),
    path("<int:workfile_id>/giu-lai/tra-loi/", ending.answer_keep, name="answer-keep"),
    path("<int:workfile_id>/quyen/", rights.rights, name="rights"),
    path("<int:workfile_id>/quyen/<int:grant_id>/thu-hoi/", rights.withdraw, name="withdraw"),
    path("<int:workfile_id>/quyen/xac-nhan/", rights.confirm, name="confirm-rights"),
    path("<int:workfile_id>/muc-luc/", papers.index_pdf, name="index-pdf"),
    path("<int:workfile_id>/xuat/", exporting.export, name="export"),
    path("<int:workfile_id>/xuat/<uuid:public_id>/", exporting.take, name="export-take"),
]

urlpatterns = [
    path("", browsing.files, name="files"),
    path("xuat-excel/", browsing.files_xlsx, name="files-xlsx"),
    path("mo/", opening.open_file, name="open"),
    path("dua-vao/<slug:kind>/<int:record_id>/", filing.put, name="put"),
    path("thoi-han/", retention.terms, name="retention"),
    path("thoi-han/<int:rule_id>/", retention.term, name="term"),
    path("thoi-han/<int:rule_id>/doi-chieu/", retention.check, name="check-term"),
    path("thoi-han/<int:rule_id>/sua/", retention.change, name="change-term"),
    path("chi-tieu/", figures.online, name="online"),
    path("chi-tieu/xuat-excel/", figures.online_xlsx, name="online-xlsx"),
    path("chi-tieu/<int:agency_id>/", figures.online_agency, name="online-agency"),
    *_lists,
    *_archive,
    *_one,
]
