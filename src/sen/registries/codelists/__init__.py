"""Shared code lists with validity.  Door: selectors.
"""
