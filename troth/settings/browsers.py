"""What browsers are told, and which hosts are ours."""

from urllib.parse import urlsplit

from .environment import TROTH, told

# Where a press of "Pay" may lead: a browser holds a form's redirects, too, against form-action (CSP 3, 6.3.1.1).
_PAYMENT_PAGES = {"stripe": TROTH.stripe_api or "https://checkout.stripe.com"}

DEBUG = False
_ours = (urlsplit(TROTH.base_url).hostname or "", *told.hosts.split(","))
_at_home = ("localhost", "127.0.0.1", "[::1]") if TROTH.practice else ()
ALLOWED_HOSTS = [host for host in (*_at_home, *_ours) if host]

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "troth.storefront.shop.views.csrf_refused"
CSRF_COOKIE_SAMESITE = "Lax"

SECURE_CSP = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "manifest-src": ["'self'"],
    "form-action": ["'self'", *(page for name, page in _PAYMENT_PAGES.items() if TROTH.payment == name)],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
}
# Nothing is read from the visitor's device (clause 2c.device), by us or by anything that stands in a page of ours.
_SENSES = (
    "accelerometer",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "midi",
    "usb",
)
PERMISSIONS_POLICY = ", ".join(f"{each}=()" for each in (*_SENSES, "payment"))
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
COOKIE_FAULTS = "record"  # what a response may not set is taken out, and counted; the tests say "raise"
_tls = TROTH.base_url.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _tls
if _tls:
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
    SECURE_HSTS_SECONDS = 63072000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
