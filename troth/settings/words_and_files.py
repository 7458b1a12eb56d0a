"""Time and files."""

from .environment import ROOT, TROTH

USE_TZ = True
TIME_ZONE = "UTC"
STATIC_URL = "/static/"
STATIC_ROOT = TROTH.home / "static"
STATICFILES_DIRS = [("catalog/sample", ROOT / "troth" / "catalog" / "sample" / "pictures")]  # drawn product pictures
MEDIA_URL = "/media/"
MEDIA_ROOT = TROTH.home / "media"
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600 if TROTH.practice else 31536000
FILE_UPLOAD_HANDLERS = [
    "troth.storefront.bodies.Bounded",  # bounds what a request may bring; the others keep it
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
