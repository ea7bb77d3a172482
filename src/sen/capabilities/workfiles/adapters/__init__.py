"""Doubles of the ports this app owns."""
