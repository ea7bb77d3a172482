"""Addresses of accounts."""

from django.urls import path

from sen.foundation.accounts.views import entering, officers, own, positions

app_name = "accounts"
urlpatterns = [
    path("dang-nhap/", entering.sign_in, name="sign_in"),
    path("dang-nhap/mat-khau-moi/", entering.new_password, name="new_password"),
    path("dang-xuat/", entering.sign_out, name="sign_out"),
    path("dang-ky/", entering.register, name="register"),
    path("tai-khoan/", own.me, name="me"),
    path("tai-khoan/phien/", own.sessions, name="sessions"),
    path("tai-khoan/phien/<int:session_id>/dang-xuat/", own.end_session, name="end_session"),
    path("tai-khoan/mat-khau/", own.password, name="password"),
    path("tai-khoan/uy-quyen/", own.delegations, name="delegations"),
    path("tai-khoan/uy-quyen/<int:delegation_id>/thu-hoi/", own.revoke_delegation, name="revoke_delegation"),
    path("quan-tri/can-bo/", officers.officers, name="officers"),
    path("quan-tri/can-bo/them/", officers.create, name="create_officer"),
    path("quan-tri/can-bo/<int:account_id>/", officers.one, name="officer"),
    path("quan-tri/can-bo/<int:account_id>/dong/", officers.close, name="close_account"),
    path("quan-tri/can-bo/<int:account_id>/mo-lai/", officers.reopen, name="reopen_account"),
    path("quan-tri/can-bo/<int:account_id>/mat-khau/", officers.reset, name="reset_password"),
    path("quan-tri/can-bo/<int:account_id>/bo-nhiem/", positions.appoint, name="appoint"),
    path("quan-tri/can-bo/vi-tri/<int:appointment_id>/ket-thuc/", positions.end, name="end_appointment"),
    path("quan-tri/can-bo/vi-tri/<int:appointment_id>/chuyen/", positions.move, name="move_officer"),
]
