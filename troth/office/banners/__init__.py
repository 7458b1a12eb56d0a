"""Banners for our own products: planning them, looking at them, and how often they were seen and pressed."""
