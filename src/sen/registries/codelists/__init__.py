"""Shared code lists: nations, countries, religions, kinds of document, industries, and their like.

Owns lists and items with validity.  Door: ``selectors`` (``list_items``, ``get_item_name``, ``find_items``) and ``services.load_codelists``.
"""
