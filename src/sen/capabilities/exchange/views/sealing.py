"""The key that seals configurations: which one it is, changing it step by step, who did what and when."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.http import HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from sen.capabilities.exchange.selectors.warnings import server_health
from sen.capabilities.exchange.services import keys, sealing_keys
from sen.capabilities.exchange.views.acting import METHODS, Act, act_page
from sen.foundation.audit.selectors import list_entries_of
from sen.kernel import clock
from sen.kernel.actor import Role
from sen.kernel.errors import NotFound
from sen.ui.access import ActorRequest, confirmed, roles
from sen.ui.forms import SenForm
from sen.ui.responses import page


class _Step(NamedTuple):
    """What a step is called, what it means, its name in the trail, and the use case behind it."""

    title: Promise
    lead: Promise
    name: str
    do: Callable[..., None]


_STEPS = {
    "chuan-bi": _Step(
        gettext_lazy("Chuẩn bị khóa mới"),
        gettext_lazy(
            "Khóa mới chưa ký gì. Tệp cấu hình máy chủ tải từ lúc này ghi cả hai khóa; hãy đưa tệp mới lên mọi máy chủ rồi mới dùng."
        ),
        "announce",
        sealing_keys.announce_key,
    ),
    "bo": _Step(
        gettext_lazy("Bỏ khóa mới"),
        gettext_lazy("Khóa mới không ký cấu hình nào nữa và bị xóa."),
        "withdraw",
        sealing_keys.withdraw_key,
    ),
    "dung": _Step(
        gettext_lazy("Ký bằng khóa mới"),
        gettext_lazy("Máy chủ nào chưa có tệp cấu hình mới sẽ từ chối bản ký này và chỉ chạy đến khi bản cũ hết hạn. Còn quay lại được."),
        "take",
        sealing_keys.take_key,
    ),
    "quay-lai": _Step(
        gettext_lazy("Quay lại khóa trước"),
        gettext_lazy("Cấu hình lại được ký bằng khóa trước; khóa mới vẫn để sẵn."),
        "return",
        sealing_keys.return_to_key,
    ),
    "ket-thuc": _Step(
        gettext_lazy("Xóa khóa trước"),
        gettext_lazy("Chỉ xóa khi mọi máy chủ đã chạy bằng cấu hình mới. Không quay lại được nữa."),
        "forget",
        sealing_keys.forget_key,
    ),
}
_DEEDS = {f"exchange.seal.{step.name}": step.title for step in _STEPS.values()}


@require_safe
@roles(Role.AXIS)
def sealing_key(request: ActorRequest) -> HttpResponse:
    """The keys there are, the steps that are open now, how far the gateways are, and what was done."""
    keys.control_key()
    coming, past = keys.known(keys.COMING), keys.known(keys.PAST)
    names = (
        (_("Đang ký cấu hình"), keys.known(keys.ACTIVE)),
        (_("Khóa mới, chưa dùng"), coming),
        (_("Khóa trước, máy chủ còn nhận"), past),
    )
    history = list_entries_of(sealing_keys.SUBJECT, 0)
    context: dict[str, Any] = {
        "keys": [(name, mark) for name, mark in names if mark],
        "steps": [(deed, _STEPS[deed].title) for deed in _open_steps(coming, past)],
        "health": server_health(clock.now()),
        "history": [(row, _DEEDS.get(row.action, row.action)) for row in history],
        "in_change": bool(coming or past),
    }
    return page(request, "exchange/sealing_key.html", context)


@require_http_methods(METHODS)
@roles(Role.AXIS)
@confirmed()
def change_key(request: ActorRequest, deed: str) -> HttpResponse:
    """One step of the change, after saying what it means."""
    if deed not in _open_steps(keys.known(keys.COMING), keys.known(keys.PAST)):
        raise NotFound
    step = _STEPS[deed]
    title = str(step.title)
    back = reverse("exchange:sealing-key")
    trail = [(_("Chứng thư"), reverse("exchange:certificates")), (_("Khóa ký cấu hình"), back), (title, "")]
    act = Act(title=title, label=title, back=back, trail=trail, lead=str(step.lead), done=_("Đã ghi nhận."), grave=deed != "chuan-bi")
    form = SenForm.from_request(request)
    return act_page(request, act, form, lambda _entered: step.do(actor=request.actor, now=clock.now()))


def _open_steps(coming: str, past: str) -> tuple[str, ...]:
    if past:
        return ("quay-lai", "ket-thuc")
    return ("dung", "bo") if coming else ("chuan-bi",)
