"""The design system: templates, tags, CSS and scripts from which every page is composed, and its gallery.

Owns the look, the forms' manners, menus, answers and display choices; owns no data and no models.
Door: ``access`` (who may open a view), ``forms`` and ``fields``, ``responses``, ``navigation``, ``paging``, ``format``, ``types``,
and the template tag library ``sen`` (docs/howto/compose-a-page.md).
"""
