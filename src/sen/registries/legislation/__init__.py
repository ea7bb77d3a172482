"""Legal documents cited by procedures.  Door: selectors.
"""
