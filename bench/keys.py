"""Keys for a shop that nothing has filled yet: `python -m bench.keys`."""

from __future__ import annotations


def main() -> None:
    import django

    django.setup()
    from troth.gate import keyring
    from troth.ledger import keys

    keyring.ensure()
    keys.ensure()


if __name__ == "__main__":
    main()
