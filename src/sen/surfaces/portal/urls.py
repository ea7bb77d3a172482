"""Addresses of citizens' pages."""

from django.urls import path

from sen.surfaces.portal.views import applying, attaching, catalogue, checking, home, letters, lookup, mine, openness, papers, supplement

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("thu-tuc/", catalogue.procedures, name="procedures"),
    path("thu-tuc/<str:code>/", catalogue.procedure, name="procedure"),
    path("nop/<str:code>/", applying.start, name="start"),
    path("nop/ho-so/<uuid:public_id>/", applying.resume, name="resume"),
    path("nop/ho-so/<uuid:public_id>/kiem-tra/", applying.review, name="review"),
    path("nop/ho-so/<uuid:public_id>/bo-nhap/", applying.discard, name="discard"),
    path("nop/ho-so/<uuid:public_id>/tep/<int:draft_file_id>/bo/", attaching.remove, name="remove_file"),
    path("nop/ho-so/<uuid:public_id>/giay-to-<int:required_id>/", attaching.attach, name="attach"),
    path("nop/ho-so/<uuid:public_id>/<slug:slug>/", applying.question, name="question"),
    path("ho-so/", mine.mine, name="mine"),
    path("ho-so/<uuid:public_id>/", mine.tracking, name="tracking"),
    path("ho-so/<uuid:public_id>/da-nop/", mine.submitted, name="submitted"),
    path("ho-so/<uuid:public_id>/rut/", mine.withdraw, name="withdraw"),
    path("ho-so/<uuid:public_id>/bo-sung/", supplement.overview, name="supplement"),
    path("ho-so/<uuid:public_id>/bo-sung/<int:item_id>/", supplement.item, name="supplement_item"),
    path("ho-so/<uuid:public_id>/bo-sung/gui/", supplement.send, name="supplement_send"),
    path("ho-so/<uuid:public_id>/phieu/<int:form_id>/", papers.form_file, name="form_file"),
    path("ho-so/<uuid:public_id>/tep/<uuid:file_id>/", papers.dossier_file, name="dossier_file"),
    path("ho-so/<uuid:public_id>/ket-qua/", papers.outcome_file, name="outcome_file"),
    path("tra-cuu/", lookup.lookup, name="lookup"),
    path("tra-cuu/<uuid:public_id>/", lookup.guest_tracking, name="guest_tracking"),
    path("thong-bao/<uuid:public_id>/bot-thu/", letters.fewer_letters, name="fewer_letters"),
    path("kiem-tra/", checking.check, name="check"),
    path("kiem-tra/<str:code>/", checking.check_code, name="check_code"),
    path("ai-da-xem/", openness.reads, name="reads"),
    path("giup-do/", openness.help_page, name="help"),
    path("kha-nang-tiep-can/", openness.accessibility, name="accessibility"),
]
