"""Settings of one installation.  The environment is read here and nowhere else, and fails loudly."""

from sen.config.settings.application import *  # noqa: F403
from sen.config.settings.axis import *  # noqa: F403
from sen.config.settings.database import *  # noqa: F403
from sen.config.settings.documents import *  # noqa: F403
from sen.config.settings.files import *  # noqa: F403
from sen.config.settings.interfaces import *  # noqa: F403
from sen.config.settings.logs import *  # noqa: F403
from sen.config.settings.mail import *  # noqa: F403
from sen.config.settings.queue import *  # noqa: F403
from sen.config.settings.security import *  # noqa: F403
from sen.config.settings.signing import *  # noqa: F403
from sen.config.settings.signon import *  # noqa: F403
from sen.config.settings.staticfiles import *  # noqa: F403
