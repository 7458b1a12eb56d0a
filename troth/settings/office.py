"""Wagtail, the office. It phones nowhere."""

from .environment import TROTH

WAGTAIL_SITE_NAME = "Cellorama"
WAGTAILADMIN_BASE_URL = TROTH.base_url
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "troth.catalog.searchbackend"}}
WAGTAIL_FRONTEND_LOGIN_URL = "/account/login/"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAILUSERS_PASSWORD_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_WORKFLOW_ENABLED = False  # it mails people by itself, past every purpose; so do comments
WAGTAILADMIN_COMMENTS_ENABLED = False
# Pictures are saved anew: nothing but the picture stays.
WAGTAILIMAGES_IMAGE_FORM_BASE = "troth.office.catalog.uploads.PictureForm"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
