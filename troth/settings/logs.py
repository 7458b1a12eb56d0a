"""Logs hold ids, never values."""

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "troth.settings.log_lines.WithoutValues",
            "fmt": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "plain"},
        "nowhere": {"class": "logging.NullHandler"},  # with no handler at all Python's last resort prints it
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        # Django logs the path of every 4xx; a mistyped address bar is nobody's business.
        "django.request": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
        # A made-up Host header is the sender's own text.
        "django.security.DisallowedHost": {"handlers": ["nowhere"], "propagate": False},
        # So does the check against forged forms, and a path may hold a token.
        "django.security.csrf": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
    },
}
