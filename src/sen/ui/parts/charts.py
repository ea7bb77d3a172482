"""Small charts as SVG: bars start at zero, colours mean nothing alone, every chart has its text."""

from collections.abc import Sequence
from decimal import Decimal

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sen.ui.format import number_text

_WIDTH = 200.0
_HEIGHT = 44.0
_MARGIN = 3.0
_SHORT = 2

Number = float | int | Decimal


def spark(points: Sequence[Number], label: str, goal: Number | None = None) -> SafeString:
    """A line of the past, oldest first; the goal is dashed.  Nothing for fewer than two points."""
    values = [float(point) for point in points]
    if len(values) < _SHORT:
        return SafeString("")
    target = float(goal) if goal is not None else None
    low = min([*values, target] if target is not None else values)
    high = max([*values, target] if target is not None else values)
    step = _WIDTH / (len(values) - 1)
    line = " ".join(f"{place * step:.1f},{_level(value, low, high):.1f}" for place, value in enumerate(values))
    view = {"line": line, "label": spoken(label, values), "goal": None if target is None else f"{_level(target, low, high):.1f}"}
    return render_to_string("ui/parts/spark.html", view)


def _level(value: float, low: float, high: float) -> float:
    room = _HEIGHT - 2 * _MARGIN
    return _HEIGHT - _MARGIN - (room * (value - low) / (high - low) if high > low else room / 2)


def spoken(label: str, values: Sequence[float]) -> str:
    """The line in words: from the first value to the last."""
    places = 0 if all(value == int(value) for value in values) else 1
    ends = {"label": label, "count": len(values), "first": number_text(values[0], places), "last": number_text(values[-1], places)}
    return _("%(label)s, %(count)d kỳ: từ %(first)s đến %(last)s") % ends


def bar(value: Number, top: Number, label: str = "") -> SafeString:
    """A bar that starts at zero and ends at ``top``."""
    high = float(top)
    share = min(max(float(value) / high, 0.0), 1.0) if high > 0 else 0.0
    words = label or f"{number_text(value)} / {number_text(top)}"
    return render_to_string("ui/parts/bar.html", {"width": f"{share * 100:.1f}", "label": words})
