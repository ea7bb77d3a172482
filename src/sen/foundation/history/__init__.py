"""Append-only history of records, each event chained to the one before by its hash.

Owns events and the head of each chain; owns no record and no rule about states.
Door: ``services.append``, ``selectors`` (``list_events``), ``types``.
"""
