"""Shared code lists: nations, countries, religions, kinds of document, industries, and their like.

Owns lists and items with validity.
Door: ``selectors`` (``list_items``, ``choices_of``, ``get_item_name``, ``find_items``) and ``services.load_codelists``.
"""
