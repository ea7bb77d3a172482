"""Dossiers from draft to returned result.

Owns states, work, deadlines, pauses, supplements, outcomes, issued forms, the hash-chained history and the tally.
Owns no procedure (procedures does), no counter and no queue (onestop does), no file contents (files does).
Door: ``services selectors policies events errors states types``.
"""
