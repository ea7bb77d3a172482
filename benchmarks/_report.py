"""How a benchmark speaks: lines for people, and with --json one JSON object at the end."""

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass

MILLION = 1_000_000
# Units of which less is better; of all others more is.
_COSTS = ("ms", "s", "MB", "statements", "faults")


@dataclass
class Measure:
    """One figure against its mark.

    ``floor`` is the bare cost measured in the same run, ``spread`` the width of the middle half.
    """

    name: str
    value: float
    unit: str
    target: float
    met: bool
    floor: float | None
    size: str
    spread: float


def measure(name: str, value: float, unit: str, target: float, *, size: str, floor: float | None = None, spread: float = 0.0) -> Measure:
    """The figure, judged by its unit."""
    met = value <= target if unit in _COSTS else value >= target
    return Measure(name, round(value, 2), unit, target, met, None if floor is None else round(floor, 2), size, round(spread, 2))


def latency(name: str, spent: Sequence[float], target: float, *, size: str, floor: Sequence[float] | None = None) -> Measure:
    """The 95th percentile of milliseconds against its mark; the floor is the 95th percentile of the bare work."""
    bare = None if floor is None else percentile(floor, 95)
    counted = f"{size}; {len(spent)} runs, median {median(spent):.1f} ms"
    return measure(name, percentile(spent, 95), "ms", target, size=counted, floor=bare, spread=middle_half(spent))


def options(about: str, **defaults: int) -> argparse.Namespace:
    """The options every benchmark takes, and its own whole numbers."""
    parser = argparse.ArgumentParser(description=about.splitlines()[0])
    parser.add_argument("--json", action="store_true", help="end with one JSON object")
    for name, value in defaults.items():
        parser.add_argument(f"--{name.replace('_', '-')}", type=int, default=value, help=f"default {value}")
    return parser.parse_args()


def percentile(values: Sequence[float], share: int) -> float:
    """The value below which so many percent lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, len(ordered) * share // 100)]


def middle_half(values: Sequence[float]) -> float:
    """How wide the middle half of the values is."""
    return percentile(values, 75) - percentile(values, 25)


def median(values: Sequence[float]) -> float:
    """The middle value."""
    return statistics.median(values)


def clocked(work: Callable[[], object]) -> float:
    """Milliseconds of one run."""
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def tell(line: str) -> None:
    """A line for people, on the error channel so that the last line of output stays the JSON object."""
    print(line, file=sys.stderr, flush=True)


def finish(measures: Sequence[Measure], as_json: bool) -> int:
    """Print every measure; with --json end with the object; exit status 0 when every mark is met."""
    for each in measures:
        sign, verdict = "≤" if each.unit in _COSTS else "≥", "met" if each.met else "MISSED"
        floor = f", floor {each.floor:,.1f}" if each.floor is not None else ""
        tell(
            f"{each.name:<44} {each.value:>9,.1f} {each.unit:<10} mark {sign} {each.target:,.0f}: {verdict:<6}"
            f"  (spread {each.spread:,.1f}{floor}; {each.size})"
        )
    met = all(each.met for each in measures)
    if as_json:
        facts = asdict(measures[0]) if len(measures) == 1 else {**asdict(measures[0]), "met": met, "parts": [asdict(m) for m in measures]}
        print(json.dumps(facts, ensure_ascii=False))
    return 0 if met else 1
