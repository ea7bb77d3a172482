"""Letters to an account's owner; sent by a job, never while a page waits."""

import datetime as dt

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from sen.foundation.accounts.models import SecurityNotice
from sen.kernel.clock import local


@transaction.atomic
def mail_notice(*, notice_id: int, now: dt.datetime) -> bool:
    """Send the letter about a notice once; returns whether it left now.

    Without an address or a way for letters nothing is sent, nor over a real mail server to an account of the demonstration,
    whose address is nobody's: the notice stands on the owner's page either way.
    """
    notices = SecurityNotice.objects.select_for_update(of=("self",)).select_related("account")
    notice = notices.filter(pk=notice_id, mailed_at__isnull=True).first()
    if notice is None or not settings.LETTERS_ENABLED or not notice.account.email or (settings.MAIL_ENABLED and notice.account.is_demo):
        return False
    send_mail(
        _("Tài khoản của bạn: {what}").format(what=notice.get_kind_display()),
        _text(notice),
        settings.DEFAULT_FROM_EMAIL,
        [notice.account.email],
    )
    notice.mailed_at = now
    notice.save(update_fields=["mailed_at"])
    return True


def _text(notice: SecurityNotice) -> str:
    lines = [
        _("Kính gửi {name},").format(name=notice.account.name),
        "",
        f"{notice.get_kind_display()}, {local(notice.told_at):%H:%M %d/%m/%Y}.",
        *([_("Thiết bị: {browser}").format(browser=notice.browser)] if notice.browser else []),
        *([_("Địa chỉ mạng: {address}").format(address=notice.address)] if notice.address else []),
        "",
        # A letter that asks people to press a link teaches them to press the links of others.
        _("Nếu là bạn, không cần làm gì. Nếu không phải, hãy tự mở trang của tỉnh, vào mục Bảo vệ tài khoản và bấm Không phải tôi."),
        f"{settings.SITE_URL.split('://', 1)[-1]}{reverse('accounts:protection')}",
    ]
    return "\n".join(lines)
