"""Many products changed at once: choose, say what, look, do, and take back."""
