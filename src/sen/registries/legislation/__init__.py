"""Legal documents by number: what procedures cite, what the codification lists, what became of each.

Owns documents, their effect by date and the relations between them; does not own who cites them (they register with the port).
What the sources do not say stays empty.
Door: ``selectors`` (``documents_by_number``, ``find_documents``, ``with_effect``), ``services``, ``events.EffectChanged``, ``states``.
"""
