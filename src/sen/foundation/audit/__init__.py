"""The audit trail: every change and every read of personal data, written in the same transaction.

Door: services.record_change, services.record_read, selectors.
"""
