"""Banners on pages, the small picture that counts looks, and the way through a banner to its product."""
