"""Why no field of this app holds personal data: sums of a day, under a short word of small letters."""

NOT_PERSONAL = {
    f"campaigns.CampaignDay.{field}": why
    for field, why in {
        "id": "number of a row",
        "partner": "our word for a partner",
        "campaign": "a short word of small letters, the same for everybody; how many there may be on a day is bounded",
        "day": "a day",
        "shown": "a sum of a day",
        "clicked": "a sum of a day",
        "cost": "an amount of money",
        "currency": "a currency",
        "voucher": "a voucher's code, the same for everybody",
    }.items()
}
