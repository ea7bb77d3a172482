"""Signature areas of a PDF: marked by the printed form, turned into fields before the first signature."""

from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields

from sen.foundation.signing.types import SignatureRole

AREA_MARK = "sen:signature/"
Size = tuple[float, float]


def open_areas(writer: IncrementalPdfFileWriter) -> None:
    """Replace the form's marks by empty signature fields; does nothing once the file carries fields."""
    if _fields(writer):
        return
    for number in range(int(writer.root["/Pages"]["/Count"])):
        page_ref, _ = writer.find_page_for_modification(number)  # type: ignore[no-untyped-call]
        _open_on_page(writer, page_ref.get_object(), number)


def free_area(writer: IncrementalPdfFileWriter, role: SignatureRole) -> tuple[str, Size | None]:
    """The field a signature of the role goes to, and its size in points; a new invisible field when none is free."""
    taken = _fields(writer)
    if role.value in taken:
        is_filled, size = taken[role.value]
        if not is_filled:
            return role.value, size
    number = sum(1 for name in taken if name.startswith(f"{role.value}-")) + (2 if role.value in taken else 1)
    return f"{role.value}-{number}", None


def _open_on_page(writer: IncrementalPdfFileWriter, page: DictionaryObject, number: int) -> None:
    notes = page.get("/Annots")
    if not notes:
        return
    marks = {ref: _mark_of(ref.get_object()) for ref in notes}
    if not any(marks.values()):
        return
    page["/Annots"] = ArrayObject(ref for ref in notes if not marks[ref])
    writer.update_container(page)
    for ref, name in marks.items():
        if name and name not in _fields(writer):
            left, bottom, right, top = (float(edge) for edge in ref.get_object()["/Rect"])
            spec = fields.SigFieldSpec(name, on_page=number, box=(round(left), round(bottom), round(right), round(top)))
            fields.append_signature_field(writer, spec)


def _mark_of(note: DictionaryObject) -> str:
    action = note.get("/A")
    address = str(action.get("/URI", "")) if action is not None else ""
    return address.removeprefix(AREA_MARK) if address.startswith(AREA_MARK) else ""


def _fields(writer: IncrementalPdfFileWriter) -> dict[str, tuple[bool, Size | None]]:
    found: dict[str, tuple[bool, Size | None]] = {}
    for name, value, ref in fields.enumerate_sig_fields(writer):
        left, bottom, right, top = (float(edge) for edge in ref.get_object().get("/Rect", (0, 0, 0, 0)))
        size = (right - left, top - bottom)
        found[name] = (value is not None, size if size[0] > 1 and size[1] > 1 else None)
    return found
