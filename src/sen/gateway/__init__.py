"""The data plane of the exchange axis: a server that carries, signs, guards and records messages between systems.

Knows no Django.  Owns the message protocol, the evidence of each exchange and the protection of providers; who may
what is written by the control plane and arrives as a sealed snapshot.  Folders import downwards only:
``serving → calls and evidence → trust and journal → protocol``.
Door: ``trust.snapshot`` (the configuration and its seal), ``python -m sen.gateway`` (the server).
"""
