"""One inbox: the port through which every app says what waits for an officer, and what waits below one who directs.

Owns the port of work, the one model of deadlines, merging and counting over all sources, and people's saved filters.
Does not own any work: each source stays with the app whose records it lists.
Door: ``services selectors types errors``.
"""
