"""The folder of an installation belongs to one process, keeps its secrets, and remembers what was done."""

import datetime as dt
import os
from pathlib import Path

import pytest

from sen.config.console import Stop
from sen.config.instance import Instance, shift_for


def test_a_second_start_on_the_folder_is_refused_with_the_holder(tmp_path: Path) -> None:
    first = Instance(tmp_path)
    first.claim()
    with pytest.raises(Stop, match=f"already in use by process {os.getpid()}"):
        Instance(tmp_path).claim()
    first.release()
    second = Instance(tmp_path)
    second.claim()
    second.release()


def test_the_shown_year_keeps_the_weekday() -> None:
    for day in range(1, 15):
        real = dt.date(2026, 11, day)
        shown = real + dt.timedelta(days=shift_for("dongthap-2020", real))
        assert shown.weekday() == real.weekday()
        assert abs((shown - dt.date(2020, 11, 23)).days) <= 3
    assert shift_for("dongthap-2025", dt.date(2026, 11, 23)) == 0


def test_the_shift_stays_as_it_was_on_the_first_day(tmp_path: Path) -> None:
    instance = Instance(tmp_path)
    first = instance.open("dongthap-2020", dt.date(2026, 11, 23))
    again = instance.open("dongthap-2020", dt.date(2027, 2, 1))
    assert first.clock_shift_days == again.clock_shift_days == -2191


def test_a_folder_keeps_its_province(tmp_path: Path) -> None:
    instance = Instance(tmp_path)
    instance.open("dongthap-2020", dt.date(2026, 11, 23))
    with pytest.raises(Stop, match="holds dongthap-2020"):
        instance.open("dongthap-2025", dt.date(2026, 11, 23))


def test_a_secret_is_made_once_and_private(tmp_path: Path) -> None:
    instance = Instance(tmp_path)
    assert instance.secret("key") == instance.secret("key")
    assert (tmp_path / "key.secret").stat().st_mode & 0o777 == 0o600


def test_a_damaged_record_is_named(tmp_path: Path) -> None:
    (tmp_path / "instance.json").write_text("{", encoding="utf-8")
    with pytest.raises(Stop, match=r"instance\.json cannot be read"):
        Instance(tmp_path).read()
