"""Plays another department's small system: signs people in by the province's accounts and looks citizens up through the axis.

It belongs to no department; its records are invented.  It speaks only published protocols: OpenID Connect and X-Road REST.
"""
