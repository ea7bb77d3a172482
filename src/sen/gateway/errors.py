"""What can go wrong before a message is on its way."""


class SnapshotRefused(Exception):
    """The offered configuration was not taken; the text says why."""


class HomeUnusable(Exception):
    """The folder a gateway is started with lacks something; the text names it."""


class JournalDown(Exception):
    """The record of an exchange could not be committed; nothing may be acknowledged."""


class AlreadyRecorded(Exception):
    """A message with this request number is in the journal: it was sent before."""


class SignatureBroken(Exception):
    """A signature does not fit what it is said to sign; the text says why."""


class StampRefused(Exception):
    """A time stamp was not given, or does not prove what it should; the text says why."""
