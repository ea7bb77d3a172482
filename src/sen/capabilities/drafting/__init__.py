"""Drafts from the first word to the signature: versions, comments, opinions, approval, the layout of Decree 30.

Owns drafts; the issued document belongs to correspondence.
Door: ``services selectors policies events errors states types``.
"""
