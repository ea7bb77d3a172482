"""Addresses of accounts."""

from django.urls import path

from sen.foundation.accounts.views import entering, own

app_name = "accounts"
urlpatterns = [
    path("dang-nhap/", entering.sign_in, name="sign_in"),
    path("dang-xuat/", entering.sign_out, name="sign_out"),
    path("dang-ky/", entering.register, name="register"),
    path("tai-khoan/", own.me, name="me"),
    path("tai-khoan/phien/", own.sessions, name="sessions"),
    path("tai-khoan/phien/<int:session_id>/dang-xuat/", own.end_session, name="end_session"),
    path("tai-khoan/mat-khau/", own.password, name="password"),
    path("tai-khoan/uy-quyen/", own.delegations, name="delegations"),
    path("tai-khoan/uy-quyen/<int:delegation_id>/thu-hoi/", own.revoke_delegation, name="revoke_delegation"),
]
