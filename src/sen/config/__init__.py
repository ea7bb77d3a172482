"""Composition root: settings, URLs, the process list and the sen command."""
