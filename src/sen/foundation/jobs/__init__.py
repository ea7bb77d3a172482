"""Background work: the outbox written with each change, its relay to subscribers, and the job queue.

Owns outbox rows and the subscription table; owns no business rule.
Door: services.publish, events.subscribe.
"""
