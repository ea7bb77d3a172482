"""Agencies with validity, divisions, identification codes, office hours and the working calendar.

Owns no people (accounts does).  Door: services selectors types.
"""
