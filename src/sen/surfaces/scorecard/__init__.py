"""The province's figures, live, with drill-down.  No models.
"""
