"""Plays the national identity provider: OpenID Connect with PKCE, two levels of assurance, and faults on demand.

It is not that provider and knows nobody real: it vouches for invented people with reserved numbers only.
"""
