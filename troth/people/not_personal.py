"""Why no field of these tables holds personal data."""

NOT_PERSONAL = {
    "people.User.id": "row number, never shown outside",
    "people.User.public_id": "random id",
    "people.User.email": "an alias, not an address",
    "people.User.password": "a salted, slow hash",
    "people.User.is_active": "a flag",
    "people.User.is_staff": "a flag",
    "people.User.is_superuser": "a flag that opens no personal data",
    "people.User.created_at": "when the account was made",
    "people.User.groups": "which pages and products an employee may edit",
    "people.User.user_permissions": "which pages and products an employee may edit",
    "people.Session.session_key": "SHA-256 of the key in the cookie",
    "people.Session.session_data": "ids, flags and times; addresses stand in it as aliases",
    "people.Session.expire_date": "when the session ends",
    "people.Session.user": "which account",
    "people.Session.public_id": "random id",
    "people.Session.started_at": "when the session began",
    "people.Session.seen_at": "when it was last used, to five minutes",
}
