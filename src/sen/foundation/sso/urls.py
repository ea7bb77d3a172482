"""Addresses of signing on.  Programs find theirs in the provider's description; their names follow the specifications."""

from django.urls import path

from sen.foundation.sso.views import authorizing, clients, discovery, entering, leaving, own, tokens

app_name = "sso"
urlpatterns = [
    path(".well-known/openid-configuration", discovery.configuration, name="configuration"),
    path(".well-known/oauth-authorization-server", discovery.configuration, name="server"),
    path("sso/jwks", discovery.jwks, name="jwks"),
    path("sso/authorize", authorizing.authorize, name="authorize"),
    path("sso/dong-y", authorizing.consent, name="consent"),
    path("sso/token", tokens.token, name="token"),
    path("sso/userinfo", tokens.userinfo, name="userinfo"),
    path("sso/introspect", tokens.introspect, name="introspect"),
    path("sso/revoke", tokens.revoke, name="revoke"),
    path("sso/logout", leaving.end_session, name="end_session"),
    path("sso/dang-xuat", leaving.leave, name="leave"),
    path("dang-nhap/dinh-danh/", entering.begin, name="begin"),
    path("dang-nhap/dinh-danh/ve/", entering.finish, name="finish"),
    path("dang-nhap/dinh-danh/noi/", entering.claim, name="claim"),
    path("dang-nhap/nang-muc/", entering.step_up, name="step_up"),
    path("tai-khoan/he-thong/", own.systems, name="own_systems"),
    path("tai-khoan/he-thong/<int:client_id>/thu-hoi/", own.revoke, name="revoke_consent"),
    path("tai-khoan/dang-xuat-moi-noi/", leaving.end_everywhere, name="end_everywhere"),
    path("quan-tri/dang-nhap-mot-lan/", clients.clients, name="clients"),
    path("quan-tri/dang-nhap-mot-lan/them/", clients.register, name="register_client"),
    path("quan-tri/dang-nhap-mot-lan/khoa/", clients.rotate_key, name="rotate_key"),
    path("quan-tri/dang-nhap-mot-lan/<int:client_id>/", clients.client, name="client"),
    path("quan-tri/dang-nhap-mot-lan/<int:client_id>/sua/", clients.change, name="change_client"),
    path("quan-tri/dang-nhap-mot-lan/<int:client_id>/bi-mat/", clients.rotate, name="rotate_secret"),
    path("quan-tri/dang-nhap-mot-lan/<int:client_id>/bo-bi-mat-cu/", clients.forget_former, name="forget_former"),
    path("quan-tri/dang-nhap-mot-lan/<int:client_id>/ngung/", clients.disable, name="disable_client"),
    path("quan-tri/dang-nhap-mot-lan/<int:client_id>/mo-lai/", clients.enable, name="enable_client"),
]
