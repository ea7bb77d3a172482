"""Finding a dossier by its code and phone without an account, slowly enough that guessing does not pay."""

import datetime as dt
import uuid

from sen.capabilities.dossiers.errors import WrongCode
from sen.capabilities.dossiers.selectors import find_by_code_and_phone
from sen.foundation.accounts.errors import TooManyAttempts
from sen.foundation.accounts.services.attempts import check_attempts, count_refusal
from sen.kernel.text import fold
from sen.surfaces.portal.errors import TooManyLookUps


def look_up_dossier(*, code: str, phone: str, address: str | None, now: dt.datetime) -> uuid.UUID:
    """The public id of the dossier; a miss is counted against the code and the network address, and stays counted.

    Raises WrongCode, TooManyLookUps.
    """
    series = f"tra-cuu:{fold(code)}"[:120]
    try:
        check_attempts(login=series, address=address, now=now)
    except TooManyAttempts as error:
        raise TooManyLookUps(**error.values) from error
    try:
        return find_by_code_and_phone(code, phone)
    except WrongCode:
        count_refusal(login=series, address=address, now=now)
        raise
