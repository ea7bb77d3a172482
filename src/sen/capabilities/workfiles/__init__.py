"""Work files: the yearly list, the file with everything that belongs to a piece of work, its closing and hand-over to the archive.

Owns work files and their items by reference; owns none of the documents in them.
Door: ``services selectors policies events errors states types``.
"""
