"""Orders placed by programs for somebody without an account: the checkout's verb, its fields, its bounds."""
