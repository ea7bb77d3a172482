"""Accounts: who may sign in and how it is proved, which positions an officer holds, who acts for whom, which sessions are open.

Owns accounts, appointments, delegations, mandates, live sessions, second factors, notices to owners, imports of officials and the
counting of attempts.  Does not own people and businesses (registries) nor agencies.  Door: ``selectors`` (``actor_of_session``,
``actor_of``, ``list_officers``, ``names_of``, ``is_factor_required``), ``services`` (``sign_in``, ``start_session``, ``appoint``,
``close_account``, ``limit``, …), ``policies`` (``require_proof``, ``check_may_submit``), ``types`` (ports), ``events``.
"""
