"""App registration."""

from django.apps import AppConfig


class ScorecardConfig(AppConfig):
    """Bảng kết quả."""

    name = "sen.surfaces.scorecard"
    label = "scorecard"
    verbose_name = "Bảng kết quả"
