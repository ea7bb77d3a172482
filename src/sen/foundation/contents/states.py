"""How far the reading of a file has come."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class TextState(models.TextChoices):
    """What is known about the text of some bytes."""

    READY = "ready", _("Đã đọc được chữ")
    EMPTY = "empty", _("Không có chữ")
    SCAN = "scan", _("Bản quét, chờ nhận dạng chữ")
    REFUSED = "refused", _("Không đọc: vượt giới hạn an toàn")
    FAILED = "failed", _("Không đọc được")


class TextMethod(models.TextChoices):
    """Where the text came from."""

    NONE = "none", _("Không")
    PDF = "pdf", _("Chữ trong PDF")
    OFFICE = "office", _("Tệp văn phòng")
    PLAIN = "plain", _("Văn bản thuần")
    OCR = "ocr", _("Nhận dạng từ ảnh")
