"""Pages for officials: home, work list, search, signing.  No models.
"""
