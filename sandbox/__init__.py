"""Programs that play the outside world, so that everything can be tried without it: each a process of its own.

None of them belongs to the authority it plays, and every page and answer says so.  They import nothing of the platform.
"""
