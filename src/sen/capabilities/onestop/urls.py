"""Addresses of the one-stop, mounted under /mot-cua/."""

from django.urls import path

from sen.capabilities.onestop.views import counter, dossier, handover, home, queue, register, report, verifying

app_name = "onestop"
urlpatterns = [
    path("", home.home, name="home"),
    path("tiep-nhan/", counter.counter, name="counter"),
    path("tiep-nhan/<str:code>/xong/", counter.received, name="received"),
    path("goi-y/<str:what>/", counter.suggest, name="suggest"),
    path("ho-so/<str:code>/", dossier.dossier, name="dossier"),
    path("ho-so/<str:code>/bieu-mau/<int:form_id>/", dossier.form_pdf, name="form"),
    path("ho-so/<str:code>/ky-nhan/", dossier.signature_line, name="signature_line"),
    path("ban-giao/", handover.handover, name="handover"),
    path("ban-giao/<int:handover_id>/", handover.record, name="handover_record"),
    path("ban-giao/<int:handover_id>/pdf/", handover.record_pdf, name="handover_pdf"),
    path("hang-cho/", queue.queue, name="queue"),
    path("hang-cho/quay/", queue.hall, name="hall"),
    path("lay-so/<str:agency>/", queue.kiosk, name="kiosk"),
    path("lay-so/<str:agency>/<uuid:public_id>/", queue.slip, name="slip"),
    path("lay-so/<str:agency>/<uuid:public_id>/pdf/", queue.slip_pdf, name="slip_pdf"),
    path("bang-goi/<str:agency>/", queue.board, name="board"),
    path("so-theo-doi/", register.register, name="register"),
    path("so-theo-doi/in/", register.register_pdf, name="register_pdf"),
    path("so-theo-doi/excel/", register.register_xlsx, name="register_xlsx"),
    path("xac-minh-tai-khoan/", verifying.verify, name="verify"),
    path("bao-cao/ky/", report.reporting, name="reporting"),
    path("bao-cao/06a/", report.report_06a, name="report"),
    path("bao-cao/06a/in/", report.report_06a_pdf, name="report_pdf"),
    path("bao-cao/06a/excel/", report.report_06a_xlsx, name="report_xlsx"),
    path("bao-cao/06a/<str:column>/", report.report_06a_behind, name="report_behind"),
]
