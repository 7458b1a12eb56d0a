"""The shop for other programs: REST under `/api/v1/`, described by `/api/v1/openapi.json`.

A face like the others: it parses, calls one verb, and answers. It knows no cookies and no sessions, lets no other
site's scripts in (no CORS), and every error is a problem document (RFC 9457).

`door` is what every request passes, `answers` makes problems of errors, `document` the description, `urls` the addresses.
"""
