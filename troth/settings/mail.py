"""Mail: one way out, and it asks the gate."""

from .environment import told

MAILERS = {"default": {"BACKEND": "troth.channels.mailbackend.SealedMailBackend"}}
DEFAULT_FROM_EMAIL = SERVER_EMAIL = told.mail_from
