"""The page of one dossier, and of one with 500 files, as an officer's browser gets it.

The floor is the bare statements for the dossier with its events, or with its files.
"""

import sys

from django.db import connection

from benchmarks._bare import bare_times
from benchmarks._people import forget_sessions, officers, session_of
from benchmarks._province import ensure_province
from benchmarks._report import MILLION, finish, latency, options, tell
from benchmarks._web import Visitor, visit, web_server
from benchmarks.intake import open_some
from sen.capabilities.dossiers.models import Dossier, SubmittedDocument, SubmittedFile
from sen.foundation.files.services import store_bytes
from sen.kernel import clock
from sen.kernel.actor import SYSTEM, Actor

TARGET_MS = 60
TARGET_MANY_MS = 300
FILES = 500
_NOTE = "benchmark: many files"
_OF_AGENCY = (
    "SELECT code FROM dossiers_dossier WHERE competent_agency_id = %s AND code_issuer = 'bench' "
    "AND state IN ('processing', 'settled') LIMIT %s"
)
_FLOOR = "SELECT d.*, e.* FROM dossiers_dossier d JOIN dossiers_dossierevent e ON e.dossier_id = d.id WHERE d.code = %s ORDER BY e.sequence"
_FLOOR_MANY = (
    "SELECT d.code, p.name, f.name, f.size, f.sha256 FROM dossiers_dossier d JOIN dossiers_submitteddocument p ON p.dossier_id = d.id "
    "JOIN dossiers_submittedfile s ON s.document_id = p.id JOIN files_storedfile f ON f.id = s.file_id WHERE d.code = %s"
)


def main() -> int:
    """Measure both pages."""
    asked = options(__doc__ or "", dossiers=MILLION, runs=100)
    ensure_province(asked.dossiers)
    forget_sessions()
    officer = officers("specialist", 1)[0]
    with connection.cursor() as cursor:
        cursor.execute(_OF_AGENCY, [officer.agency_id, 25])
        codes = [row[0] for row in cursor.fetchall()]
    many = _with_many_files(officer)
    with web_server() as web:
        visitor = Visitor(web.port, session_of(officer))
        one = visit(visitor, [f"/lam-viec/ho-so/{code}/" for code in codes], asked.runs)
        full = visit(visitor, [f"/lam-viec/ho-so/{many}/"], max(10, asked.runs // 3))
    return finish(
        [
            latency(
                "dossier page",
                one,
                TARGET_MS,
                size=f"{asked.dossiers:,} dossiers, {len(codes)} in turn",
                floor=bare_times(_FLOOR, [[code] for code in codes], asked.runs),
            ),
            latency(
                "dossier page with 500 files",
                full,
                TARGET_MANY_MS,
                size=f"{FILES} files in 10 papers",
                floor=bare_times(_FLOOR_MANY, [[many]], asked.runs),
            ),
        ],
        asked.json,
    )


def _with_many_files(officer: Actor) -> str:
    """The code of a dossier of the officer's agency with 500 files; made once."""
    known = Dossier.objects.filter(note=_NOTE, competent_agency_id=officer.agency_id).values_list("code", flat=True).first()
    if known:
        return str(known)
    tell(f"  making a dossier with {FILES} files")
    dossier = open_some(1, agency_id=officer.agency_id, papers=10)[0]
    Dossier.objects.filter(pk=dossier.pk).update(note=_NOTE)
    documents = list(SubmittedDocument.objects.filter(dossier=dossier))
    for number in range(FILES):
        content = f"%PDF-1.4\n% {dossier.code} {number}\n%%EOF\n".encode()
        stored = store_bytes(
            name=f"Bản chụp trang {number + 1}.pdf", content=content, actor=SYSTEM, now=clock.now(), media_type="application/pdf"
        )
        SubmittedFile.objects.create(document=documents[number % len(documents)], file=stored, added_at=clock.now())
    return dossier.code


if __name__ == "__main__":
    sys.exit(main())
