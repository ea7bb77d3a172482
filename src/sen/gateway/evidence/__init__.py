"""Proof for later: time stamps over the journal, containers for one message, archives, and the check that all of it still holds."""
