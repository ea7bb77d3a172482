"""PDF from typst templates with the project's own fonts, and QR codes.

Door: services.render_pdf, services.qr_svg.
"""
