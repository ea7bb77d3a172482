"""Background work: the outbox written with each change, its relay to subscribers, the job queue and its failures.

Owns outbox rows, the table of subscriptions and the list of failed jobs; owns no business rule.
Door: services.publish, services.subscribe, services.every; selectors.count_failures for the administrator's menu.
"""
