"""The audit trail: every change and every read of personal data, written in the same transaction.

Owns the trail, partitioned by month and only ever added to, and its page.  Owns no rule about who may read what.
Door: services.record_change, services.record_read, services.record_sign_in, services.insert_entries, selectors, types.
"""
