"""How a benchmark speaks: lines for people, and with --json one JSON object at the end."""

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass


@dataclass
class Measure:
    """One figure against its mark.  ``floor`` is the bare cost measured in the same run, ``spread`` the width of the middle half."""

    name: str
    value: float
    unit: str
    target: float
    met: bool
    floor: float | None
    size: str
    spread: float


def options(about: str, **defaults: int) -> argparse.Namespace:
    """The options every benchmark takes, and its own whole numbers."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--json", action="store_true", help="end with one JSON object")
    for name, value in defaults.items():
        parser.add_argument(f"--{name.replace('_', '-')}", type=int, default=value)
    return parser.parse_args()


def percentile(values: Sequence[float], share: int) -> float:
    """The value below which so many percent lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, len(ordered) * share // 100)]


def middle_half(values: Sequence[float]) -> float:
    """How wide the middle half of the values is."""
    return percentile(values, 75) - percentile(values, 25)


def timed(work: Callable[[], object], times: int, warm: int = 3) -> list[float]:
    """Milliseconds of each run after a few unmeasured ones."""
    for _ in range(warm):
        work()
    spent = []
    for _ in range(times):
        started = time.perf_counter()
        work()
        spent.append((time.perf_counter() - started) * 1000)
    return spent


def tell(line: str) -> None:
    """A line for people, on the error channel so that the last line of output stays the JSON object."""
    print(line, file=sys.stderr, flush=True)


def finish(measures: Sequence[Measure], as_json: bool) -> int:
    """Print every measure; with --json end with the object; exit status 0 when every mark is met."""
    for measure in measures:
        sign, verdict = ("≤", "met") if measure.unit in ("ms", "MB", "s") else ("≥", "met")
        verdict = verdict if measure.met else "MISSED"
        floor = f", floor {measure.floor:,.1f}" if measure.floor is not None else ""
        tell(
            f"{measure.name:<34} {measure.value:>10,.1f} {measure.unit:<6} mark {sign} {measure.target:,.0f}: {verdict}"
            f"   (spread {measure.spread:,.1f}{floor}; {measure.size})"
        )
    met = all(measure.met for measure in measures)
    if as_json:
        facts = asdict(measures[0]) if len(measures) == 1 else {**asdict(measures[0]), "met": met, "parts": [asdict(m) for m in measures]}
        print(json.dumps(facts, ensure_ascii=False))
    return 0 if met else 1


def median(values: Sequence[float]) -> float:
    """The middle value."""
    return statistics.median(values)
