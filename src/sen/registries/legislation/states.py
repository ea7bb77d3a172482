"""The effect of a legal document on a day, and how documents act on each other."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Effect(models.TextChoices):
    """Whether a document is in effect on a day.

    Basis: 80/2015/QH13, Articles 151 to 155.
    """

    NOT_YET = "not_yet", _("Chưa có hiệu lực")
    IN_FORCE = "in_force", _("Còn hiệu lực")
    PARTLY = "partly", _("Hết hiệu lực một phần")
    SUSPENDED = "suspended", _("Ngưng hiệu lực")
    ENDED = "ended", _("Hết hiệu lực toàn bộ")
    UNKNOWN = "unknown", _("Chưa rõ hiệu lực")


class RelationKind(models.TextChoices):
    """What the first document does to the second."""

    AMENDS = "amends", _("Sửa đổi, bổ sung")
    REPLACES = "replaces", _("Thay thế")
    REPEALS = "repeals", _("Bãi bỏ")
    SUSPENDS = "suspends", _("Ngưng hiệu lực")
    GUIDES = "guides", _("Hướng dẫn")
    DETAILS = "details", _("Quy định chi tiết")
    CORRECTS = "corrects", _("Đính chính")
    CONSOLIDATES = "consolidates", _("Hợp nhất")
    BASED_ON = "based_on", _("Căn cứ vào")


class Origin(models.TextChoices):
    """Where a relation is known from."""

    STATED = "stated", _("Người quản lý ghi")
    TITLE = "title", _("Đọc từ trích yếu")
    SHIPPED = "shipped", _("Đi kèm hệ thống")


ENDING = (RelationKind.REPLACES, RelationKind.REPEALS)
TONES = {
    Effect.NOT_YET: "wait",
    Effect.IN_FORCE: "done",
    Effect.PARTLY: "soon",
    Effect.SUSPENDED: "soon",
    Effect.ENDED: "late",
    Effect.UNKNOWN: "line",
}
