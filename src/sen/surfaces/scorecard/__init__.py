"""The province's figures, live, with drill-down.  No models.

Figures come from the tally of dossiers; every number leads to the dossiers behind it.  No door of its own.
"""
