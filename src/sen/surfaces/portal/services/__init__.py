"""What citizens do across capabilities: submit a sheet, look a dossier up, hand in files."""

from sen.surfaces.portal.services.lookup import look_up_dossier
from sen.surfaces.portal.services.prefilling import prefill_draft
from sen.surfaces.portal.services.receiving import receive_files
from sen.surfaces.portal.services.submitting import submit_sheet

__all__ = ["look_up_dossier", "prefill_draft", "receive_files", "submit_sheet"]
