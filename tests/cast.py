"""The people of the tests. One small cast, used everywhere, so that a test reads like a story."""

from dataclasses import dataclass

PASSPHRASE = "seven quiet beakers on a shelf"


@dataclass(frozen=True)
class Customer:
    name: str
    email: str
    telephone: str
    street_address: str
    locality: str
    postcode: str
    country: str
    region: str = ""
    organization: str = ""

    @property
    def address(self) -> dict[str, str]:
        return {
            "name": self.name,
            "organization": self.organization,
            "street_address": self.street_address,
            "locality": self.locality,
            "region": self.region,
            "postcode": self.postcode,
            "country": self.country,
        }

    @property
    def marks(self) -> tuple[str, ...]:
        """What must be found nowhere in plaintext."""
        return (self.name, self.email, self.telephone, self.street_address)


ADA = Customer(
    "Ada Okafor-Marlowe",
    "ada.marlowe@example.com",
    "+16175550143",
    "77 Quillfeather Lane",
    "Boston",
    "02118",
    "US",
    "MA",
)
BEN = Customer(
    "Ben Lindqvist-Prahl",
    "ben.prahl@example.de",
    "+4930901820",
    "Gänseblümchenweg 12",
    "Berlin",
    "10115",
    "DE",
    organization="Institut Prahl",
)
CHIARA = Customer(
    "Chiara Rossi-Venn",
    "chiara.venn@example.co.uk",
    "+442079460018",
    "5 Marmalade Mews",
    "London",
    "SW1A 1AA",
    "GB",
)
CAST = (ADA, BEN, CHIARA)

STAFF = {
    "order_desk": "olga@example.com",
    "customer_service": "sam@example.com",
    "marketing": "mia@example.com",
    "privacy_officer": "paul@example.com",
}
