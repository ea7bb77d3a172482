"""Shared code lists: nations, countries, religions, kinds of document, industries, and their like.

Owns lists, their items with validity, their versions and the mappings between lists; does not own the units' history (units).
Door: ``selectors`` (``list_items``, ``choices_of``, ``get_item_name``, ``find_items``, ``mapped_codes``) and ``services``.
"""
