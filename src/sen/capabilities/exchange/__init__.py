"""The control plane of the exchange axis: who the members are, what they offer, who may call it, and what is on the way.

Owns members, subsystems, servers, services with their descriptions, rights under agreements, certificates, the sealed
snapshots gateways live by, and the operations, events and ledger of the exchange.  Does not own the messages themselves:
each gateway keeps its own evidence.
Door: ``services``, ``selectors``, ``policies``, ``states``, ``types``, ``events``, ``errors``.
"""
