"""The settings. `environment` is the only reader of the environment; the rest says what follows from it, room by room.

Few settings, all `TROTH_…`. Nonsense is refused at start, all of it at once, with a sentence for each.
"""

from .accounts import *  # noqa: F403
from .browsers import *  # noqa: F403
from .environment import TROTH as TROTH
from .languages import *  # noqa: F403
from .logs import *  # noqa: F403
from .mail import *  # noqa: F403
from .office import *  # noqa: F403
from .program import *  # noqa: F403
from .stores import *  # noqa: F403
from .words_and_files import *  # noqa: F403
