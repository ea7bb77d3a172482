"""Dossiers from draft to returned result: states, steps, deadlines, supplements, outcomes, hash-chained history.

Door: services selectors policies events errors states types.
"""
