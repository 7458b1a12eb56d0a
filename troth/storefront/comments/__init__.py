"""Comments under a product: on its page, on a page of their own, and for whoever writes one."""
