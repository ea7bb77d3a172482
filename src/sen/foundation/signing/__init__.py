"""Signatures: PAdES on PDF, detached signatures on data, their checking, the demonstration's certificate authority.

Owns the port to signing keys.  Does not own what is signed, nor who may sign it.
Door: services, selectors, types, errors.
"""
