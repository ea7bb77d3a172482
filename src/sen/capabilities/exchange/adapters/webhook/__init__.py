"""Notices pushed to a subscriber's address, by the Standard Webhooks form."""
