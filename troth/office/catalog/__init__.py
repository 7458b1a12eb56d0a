"""Products, categories and stock, edited in Wagtail's admin. `hooks` puts them into its menu."""
