"""Official documents: registers, numbers, deliveries between agencies, and who may see what.

Owns documents in and out of every agency.  Does not own drafts (drafting), packets (edocs) nor tasks (assignments).
Door: ``services selectors policies events errors states types``.
"""
