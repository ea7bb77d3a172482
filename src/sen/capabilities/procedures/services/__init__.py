"""Use cases of the catalogue."""

from sen.capabilities.procedures.services.import_report import readable_report
from sen.capabilities.procedures.services.importing import import_catalogue

__all__ = ["import_catalogue", "readable_report"]
