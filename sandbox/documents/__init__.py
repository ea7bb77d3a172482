"""Plays the national document axis, the agencies of other provinces behind it, and the directory of all agencies."""
