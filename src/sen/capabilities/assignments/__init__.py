"""Tasks that one person or body gives to another, with a word and a term, followed to the end.

Owns tasks, whatever they come from; owns none of the documents behind them.
Door: ``services selectors policies events errors states types``.
"""
