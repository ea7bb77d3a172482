"""Directory: the list of officials kept in step with other systems by SCIM 2.0 (RFC 7643, 7644), in and out.

Owns SCIM clients, target systems and the queue of pushes; owns no account: every change goes through ``accounts``.
Door: ``services`` (``register_client``, ``register_target``, ``resync_target``), ``selectors``.
"""
