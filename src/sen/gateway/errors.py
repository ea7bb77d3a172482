"""What can go wrong before a message is on its way."""


class SnapshotRefused(Exception):
    """The offered configuration was not taken; the text says why."""
