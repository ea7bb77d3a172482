"""Documents between systems: edXML packets over the national document axis, their statuses, and the directory of outside agencies.

Owns packets on the way in and out; owns no document (correspondence does).
Door: ``services selectors policies events errors states types``.
"""
