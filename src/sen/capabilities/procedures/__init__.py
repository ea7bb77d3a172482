"""The catalogue of administrative procedures, its versions and publication, and processing routes.

Owns what a procedure demands; owns no dossier.  Door: services selectors policies errors states types.
"""
