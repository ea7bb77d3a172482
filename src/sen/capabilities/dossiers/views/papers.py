"""Files and printed forms of a dossier, always asked for through the dossier itself."""

from uuid import UUID

from django.http.response import HttpResponseBase

from sen.capabilities.dossiers.models import Dossier
from sen.capabilities.dossiers.selectors import access_dossier_file
from sen.capabilities.dossiers.selectors.control_sheet import control_sheet_pdf
from sen.capabilities.dossiers.views.reading import readable
from sen.foundation.files.selectors import get_download
from sen.kernel import clock
from sen.ui.access import ActorRequest, officer
from sen.ui.responses import bytes_response, file_response


@officer
@readable
def file(request: ActorRequest, dossier: Dossier, public_id: UUID) -> HttpResponseBase:
    """Show or send one file; ``?tai=1`` always sends it."""
    download = get_download(access_dossier_file(dossier, public_id))
    inline = download.inline and "tai" not in request.GET
    return file_response(download.path, download.name, download.media_type, inline=inline)


@officer
@readable
def control_sheet(request: ActorRequest, dossier: Dossier) -> HttpResponseBase:
    """The process-control sheet as of now."""
    return bytes_response(control_sheet_pdf([dossier], clock.now()), f"phieu-kiem-soat-{dossier.code}.pdf", "application/pdf", inline=True)
