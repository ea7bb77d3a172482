"""Plain Python that every part of Sen may use: clock, working time, errors, identifiers, state tables, text, hashing.

Owns no data and imports no framework.  Door: every module in this folder.
"""
