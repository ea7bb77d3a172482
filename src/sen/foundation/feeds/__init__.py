"""Change feeds of the shared registries: what changed, in an order every reader can follow.

Owns one numbered row per change of a registry; does not own the records themselves, which readers fetch afterwards.
Door: ``services.append_changes``, ``selectors`` (``changes_after``, ``last_number``), ``events.RegistryChanged``, ``types``.
"""
