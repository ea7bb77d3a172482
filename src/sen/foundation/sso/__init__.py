"""Single sign-on: the OpenID provider of the province, and the national identity provider as one more way in for citizens.

Owns the systems that share the sign-in (clients), their secrets, who signed on where, tokens, consents and the signing keys.
Does not own accounts, sessions or rights: every answer about a person is read from accounts at that moment.
Door: ``services`` (``end_everywhere``, ``end_sign_ons``), ``selectors`` (``list_own_sign_ons``, ``claims_of``),
``policies`` (``require_assurance``), ``events``.
"""
