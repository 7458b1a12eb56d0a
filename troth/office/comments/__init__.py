"""Comments under products: read before they are shown, answered, refused with a reason."""
