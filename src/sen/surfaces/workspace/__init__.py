"""Pages for officials: home, work list, search, signing.  No models.

It combines the doors of dossiers and accounts; what may be done is decided there.  No door of its own.
"""
