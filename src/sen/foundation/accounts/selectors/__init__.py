"""Every read of accounts."""

from sen.foundation.accounts.selectors.actors import actor_of, actor_of_session
from sen.foundation.accounts.selectors.demonstration import demo_places, demo_team, list_demo_logins
from sen.foundation.accounts.selectors.factors import count_factors, count_open_notices, factor_due_on, is_factor_required
from sen.foundation.accounts.selectors.managing import managed_agencies, officers_with_posts
from sen.foundation.accounts.selectors.officers import (
    account_by_login,
    appointments_on,
    delegations_on,
    demo_accounts,
    get_account,
    holds_role,
    list_delegations,
    list_officers,
    list_positions,
    list_sessions,
    names_of,
    titles_of,
)

__all__ = [
    "account_by_login",
    "actor_of",
    "actor_of_session",
    "appointments_on",
    "count_factors",
    "count_open_notices",
    "delegations_on",
    "demo_accounts",
    "demo_places",
    "demo_team",
    "factor_due_on",
    "get_account",
    "holds_role",
    "is_factor_required",
    "list_delegations",
    "list_demo_logins",
    "list_officers",
    "list_positions",
    "list_sessions",
    "managed_agencies",
    "names_of",
    "officers_with_posts",
    "titles_of",
]
