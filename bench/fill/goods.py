"""Products, saved one by one as the office does, so that summary and search index are what they are in a shop."""

from __future__ import annotations

import random

from django.db import transaction
from wagtail.signal_handlers import disable_reference_index_auto_update

from troth.catalog.models import Category, Product, ProductImage, Status, Variant

from .words import ADJECTIVES, NOUNS, sentence

PICTURES = "catalog/sample"


def make(products: int, categories: int, pictures: list[str]) -> None:
    chance = random.Random(7)
    with transaction.atomic(), disable_reference_index_auto_update():
        shelves = [
            Category.objects.create(slug=f"{noun.lower()}s", name=f"{noun}s", blurb=sentence(chance, 8), position=place)
            for place, noun in enumerate(NOUNS[:categories])
        ]
        for number in range(products):
            _product(number, shelves[number % len(shelves)], chance, pictures)


def _product(number: int, shelf: Category, chance: random.Random, pictures: list[str]) -> None:
    noun = NOUNS[number % len(NOUNS)]
    title = f"{ADJECTIVES[number // 20 % 20]} {noun} {number:04d}"
    product = Product(
        slug=title.lower().replace(" ", "-"),
        title=title,
        blurb=sentence(chance, 9),
        description="".join(f"<p>{sentence(chance, 60)}</p>" for _ in range(2)),
        vendor="Bench",
        specifications="Volume: 50 mL\nMaterial: borosilicate glass 3.3",
        status=Status.PUBLISHED,
        featured=number < 8,
        position=number,
    )
    product.variants = [
        Variant(
            sku=f"B{number:06d}", price=chance.randrange(500, 20000), currency="USD", stock=1_000_000, weight_grams=300
        )
    ]
    product.images = [ProductImage(drawn=f"{PICTURES}/{chance.choice(pictures)}", alt="A drawing")]
    product.categories = [shelf]
    product.save()
