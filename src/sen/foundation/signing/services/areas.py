"""Signature areas of a PDF: marked by the printed form, turned into fields before the first signature."""

from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields

from sen.foundation.signing.types import SignatureRole

AREA_MARK = "sen:signature/"
Size = tuple[float, float]
_POINTS = 72 / 25.4
_CORNER_MM = 5


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


def open_corner(writer: IncrementalPdfFileWriter, name: str, size_mm: Size) -> Size:
    """A new field of the size at the top right corner of the first page; returns its size in points.

    Basis: 30/2020/NĐ-CP, Appendix I, Part I, III.1d and Part II (signature on an annex in its own file and on a copy).
    """
    page_ref, _ = writer.find_page_for_modification(0)  # type: ignore[no-untyped-call]
    left, bottom, right, top = _visible_box(page_ref.get_object())
    width, height = (round(side * _POINTS) for side in size_mm)
    margin = round(_CORNER_MM * _POINTS)
    x, y = max(round(left), round(right) - margin - width), max(round(bottom), round(top) - margin - height)
    fields.append_signature_field(writer, fields.SigFieldSpec(name, on_page=0, box=(x, y, x + width, y + height)))
    return float(width), float(height)


def free_name(writer: IncrementalPdfFileWriter, role: SignatureRole) -> str:
    """A field name of the role that the file does not use yet."""
    taken = _fields(writer)
    names = (role.value, *(f"{role.value}-{number}" for number in range(2, len(taken) + 3)))
    return next(name for name in names if name not in taken)


def _visible_box(page: DictionaryObject) -> tuple[float, float, float, float]:
    """The page's crop box, else its media box, inherited where the page has none of its own."""
    for key in ("/CropBox", "/MediaBox"):
        holder: DictionaryObject | None = page
        while holder is not None:
            if key in holder:
                left, bottom, right, top = (float(edge) for edge in holder[key])
                return left, bottom, right, top
            parent = holder.get("/Parent")
            holder = parent if isinstance(parent, DictionaryObject) else None
    return 0.0, 0.0, 595.0, 842.0


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
            # Width and height are rounded for themselves, so that a seal keeps its real size wherever it stands.
            x, y = round(left), round(bottom)
            spec = fields.SigFieldSpec(name, on_page=number, box=(x, y, x + round(right - left), y + round(top - bottom)))
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
