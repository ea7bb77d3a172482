"""Administrative units of Viet Nam: as they were, as they are, and what became of them.

Owns units with their period, the successions between them, the address picker's search and the public register.
Does not own agencies (foundation) nor anybody's address (the record that has one keeps the unit's id as it was).
Door: ``selectors`` (``find_units``, ``list_children``, ``get_unit``, ``unit_by_code``, ``resolve_unit``, ``trace_unit``,
``address_text``) and ``services.load_units``.
"""
