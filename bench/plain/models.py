"""What an ordinary shop keeps: one table of customers, one of addresses, columns on the order."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone


class Customer(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    name = models.CharField(max_length=100, blank=True)
    telephone = models.CharField(max_length=40, blank=True)
    country = models.CharField(max_length=6, blank=True)
    organization_country = models.CharField(max_length=6, blank=True)
    account = models.BigIntegerField(null=True, unique=True)
    last_purchase = models.DateField(null=True)
    created_at = models.DateTimeField(default=timezone.now)


class Email(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    customer = models.ForeignKey(Customer, models.CASCADE, related_name="emails")
    alias = models.CharField(max_length=80, unique=True)  # what the shop store calls it
    email = models.CharField(max_length=254, db_index=True)
    account = models.BooleanField(default=False)
    source = models.CharField(max_length=40)
    collected_at = models.DateTimeField(default=timezone.now)


class Postal(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    customer = models.ForeignKey(Customer, models.CASCADE)
    source = models.CharField(max_length=40)
    collected_at = models.DateTimeField(default=timezone.now)
    name = models.CharField(max_length=100, blank=True)
    organization = models.CharField(max_length=100, blank=True)
    street_address = models.CharField(max_length=240, blank=True)
    locality = models.CharField(max_length=100, blank=True)
    region = models.CharField(max_length=100, blank=True)
    postcode = models.CharField(max_length=16, blank=True)
    country = models.CharField(max_length=2, blank=True)

    class Meta:
        abstract = True


class Address(Postal):
    pass


class OrderDelivery(Postal):
    party = models.UUIDField(unique=True)


class OrderBilling(Postal):
    party = models.UUIDField(unique=True)
    tax_id = models.CharField(max_length=40, blank=True)


class OrderContact(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    customer = models.ForeignKey(Customer, models.CASCADE)
    party = models.UUIDField(unique=True)
    source = models.CharField(max_length=40)
    collected_at = models.DateTimeField(default=timezone.now)
    name = models.CharField(max_length=100, blank=True)
    email = models.CharField(max_length=254, blank=True)
    telephone = models.CharField(max_length=40, blank=True)


class OrderVisit(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    customer = models.ForeignKey(Customer, models.CASCADE)
    party = models.UUIDField(unique=True)
    source = models.CharField(max_length=40)
    collected_at = models.DateTimeField(default=timezone.now)
    ip_address = models.CharField(max_length=45, blank=True)
    provider = models.CharField(max_length=80, blank=True)
    location = models.CharField(max_length=6, blank=True)
    network_kind = models.CharField(max_length=12, blank=True)
    orders_that_day = models.CharField(max_length=9, blank=True)
    time = models.CharField(max_length=32, blank=True)


class Visit(models.Model):
    ip_address = models.CharField(max_length=45, blank=True)
    network = models.CharField(max_length=49, blank=True)
    browser = models.CharField(max_length=100, blank=True)
    operating_system = models.CharField(max_length=100, blank=True)
    referrer = models.CharField(max_length=200, blank=True)
    page = models.CharField(max_length=400, blank=True)
    answer = models.CharField(max_length=3, blank=True)
    provider = models.CharField(max_length=80, blank=True)
    location = models.CharField(max_length=6, blank=True)
    time = models.CharField(max_length=32, blank=True, db_index=True)
    hour = models.CharField(max_length=32, blank=True)


class Choice(models.Model):
    customer = models.ForeignKey(Customer, models.CASCADE)
    purpose = models.CharField(max_length=40)
    channel = models.CharField(max_length=20, blank=True)
    state = models.CharField(max_length=12)
    source = models.CharField(max_length=40)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["customer", "purpose", "channel"], name="plain_one_choice")]
