"""Something is wrong with an order: its buyer says so here, and sees on the order's page what becomes of it."""
