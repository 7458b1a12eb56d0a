"""The visitor's choices: what they allow, the banner that asks, the page where each can be chosen, and the receipt."""

from .sent import of, was_asked

__all__ = ["of", "was_asked"]
