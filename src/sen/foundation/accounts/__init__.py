"""Accounts: who may sign in, which positions an officer holds, what was delegated, which sessions are open.

Owns accounts, appointments, delegations, live sessions and the counting of refused sign-ins.  Does not own people
(registries) nor agencies.  Door: ``selectors`` (``actor_of_session``, ``actor_of``, ``list_officers``, ``names_of``,
``holds_role``), ``services`` (``sign_in``, ``sign_out``, ``delegate``, ``appoint``, ``register_citizen``, …), ``events``.
"""
