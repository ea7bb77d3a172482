"""Bringing sign-out messages to the systems that share the sign-in."""

from sen.foundation.sso.adapters.relying_party.post import deliver_form

__all__ = ["deliver_form"]
