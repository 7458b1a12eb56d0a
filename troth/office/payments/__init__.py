"""Money at the desk: the provider's books against ours, disputes, and refunds."""
