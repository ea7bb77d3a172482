"""PDF from typst templates with the project's own fonts, and QR codes.

Owns the fonts and the shared library of forms (``/printing/form.typ``).  Does not own the forms: each app keeps its templates.
Door: services.render_pdf, services.qr_svg, services.qr_png, types.
"""
