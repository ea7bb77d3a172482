"""Values that cross the door of printing."""

from collections.abc import Mapping
from typing import Any

Facts = Mapping[str, Any]
"""What a template prints: JSON values only.  ``qr_text``, when given, is also drawn as a QR code.

The facts of each official form: docs/interfaces/forms.md.
"""

Pictures = Mapping[str, bytes]
"""PNG pictures of a template by file name, such as ``look``."""
