"""The design system: templates, tags, CSS and scripts from which every page is composed, and its gallery.

No models.  Door: ``navigation`` (register a menu entry), template tag libraries ``sen`` and ``sen_forms``.
"""
