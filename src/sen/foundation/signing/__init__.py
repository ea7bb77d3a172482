"""Signatures: the demo certificate authority, PAdES on PDF, detached signatures on data, validation.

Door: services, types.
"""
