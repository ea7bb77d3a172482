"""Legal documents by number: what procedures cite, what the codification lists.

Owns numbers, titles, kinds, issuers and dates as far as the sources say; what they do not say stays empty.
Door: ``selectors`` (``documents_by_number``, ``find_documents``) and ``services.load_legislation``.
"""
