"""The drawn state tables are those of the code."""

import argparse

from sen.config.command import states


def test_drawings_are_current() -> None:
    assert states.drawings()
    assert states.states(argparse.Namespace(check=True)) == 0
