"""Settings of one installation.  The environment is read here and nowhere else, and fails loudly."""

from sen.config.settings.application import *  # noqa: F403
