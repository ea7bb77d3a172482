"""Addresses of drafts."""

from django.urls import path

from sen.capabilities.drafting.views import approving, copies, gathering, lists, page, pictures, recipients, signing, writing

app_name = "drafting"
_DRAFT = (
    ("", page.show, "page"),
    ("ban-in/", page.as_pdf, "pdf"),
    ("tep/<int:file_id>/", page.file, "file"),
    ("soan/", writing.edit, "edit"),
    ("soan/moi/", writing.follow, "follow"),
    ("cac-ban/", writing.versions, "versions"),
    ("khac-nhau/", writing.compare_versions, "compare"),
    ("cac-ban/<int:number>/lay-lai/", writing.restore, "restore"),
    ("noi-gui/", recipients.choose, "recipients"),
    ("gop-y/", gathering.comment, "comment"),
    ("gop-y/<int:comment_id>/tiep-thu/", gathering.settle, "settle"),
    ("lay-y-kien/", gathering.ask, "ask"),
    ("lay-y-kien/ket-thuc/", gathering.close, "close_opinions"),
    ("cho-y-kien/", gathering.opine, "opine"),
    ("cung-soan/", gathering.members, "members"),
    ("cung-soan/<int:member_id>/thoi/", gathering.remove_member, "remove_member"),
    ("them-tep/", gathering.attach, "attach"),
    ("bo-tep/<int:file_id>/", gathering.detach, "detach"),
    ("thanh-mau/", gathering.as_template, "as_template"),
    ("trinh/", approving.submit, "submit"),
    ("duyet/", approving.approve, "approve"),
    ("kiem-tra/", approving.check, "check"),
    ("tra-lai/", approving.send_back, "send_back"),
    ("lay-lai/", approving.take_back, "take_back"),
    ("bo/", approving.drop, "drop"),
    ("ky/", signing.sign, "sign"),
    ("phat-hanh/", signing.issue, "issue"),
)
urlpatterns = [
    path("", lists.show_list, name="list"),
    path("moi/", lists.begin, name="new"),
    path("tra-loi/<int:incoming_id>/", lists.reply, name="reply"),
    path("ky/", signing.sign_many, name="signing"),
    path("phat-hanh/", signing.issue_many, name="issuing"),
    path("hinh-chu-ky/", pictures.mine, name="my_picture"),
    path("hinh-chu-ky/xem/", pictures.see_mine, name="see_my_picture"),
    path("con-dau/<int:agency_id>/", pictures.seal, name="seal"),
    path("con-dau/<int:agency_id>/xem/", pictures.see_seal, name="see_seal"),
    path("ban-sao/", copies.show_list, name="copies"),
    path("ban-sao/van-ban-<str:kind>/<int:record_id>/", copies.make, name="new_copy"),
    path("ban-sao/<int:copy_id>/", copies.show, name="copy"),
    path("ban-sao/<int:copy_id>/tep/", copies.file, name="copy_file"),
    *(path(f"<int:draft_id>/{route}", view, name=name) for route, view, name in _DRAFT),
]
