"""Accounts of officials and citizens: sign-in, appointments, delegation, sessions, and the actor built from them.

Door: services selectors policies types errors.
"""
