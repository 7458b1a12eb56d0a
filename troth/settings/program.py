"""What the program is made of: apps, what a request passes through, templates, background work."""

from .environment import ROOT
from .stores import ON_POSTGRESQL

INSTALLED_APPS = [
    "troth.vault",
    "troth.ledger",
    "troth.recipients",
    "troth.channels",
    "troth.catalog",
    "troth.people",
    "troth.orders",
    "troth.support",
    "troth.visits",
    "troth.intake",
    "troth.campaigns",
    "troth.leads",
    "troth.comments",
    "troth.rights",
    "troth.publishing",
    "troth.storefront",
    "troth.office",
    "troth.pages",
    "troth.api",
    "troth.tasks",
    "wagtail.search",
    "wagtail.snippets",
    "wagtail.images",
    "wagtail.documents",
    "wagtail.users",
    "wagtail.admin",
    "wagtail.sites",
    "wagtail",
    "modelcluster",
    "taggit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
]
if ON_POSTGRESQL:
    INSTALLED_APPS.append("django.contrib.postgres")

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "troth.storefront.enforcement.Cookies",
    "troth.storefront.packed.PackedFiles",
    "troth.storefront.language.LanguageOfAddress",
    "troth.storefront.visitlog.VisitLog",
    "troth.storefront.counted.Counted",
    "troth.storefront.pagecache.PageCache",
    "troth.storefront.enforcement.BrowserRules",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "troth.people.fresh.FreshSignIn",
    "troth.people.office_door.OfficeDoor",
    "troth.gate.refusal.RefusalPage",
]

ROOT_URLCONF = "troth.urls"
WSGI_APPLICATION = "troth.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        # The gate is not an app (it has no tables, and may be imported while apps load); its one tag is named here.
        "DIRS": [ROOT / "troth" / "gate" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "libraries": {
                "personal": "troth.gate.templatetags.personal",
                "i18n": "troth.storefront.templatetags.spoken",
            },
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

# `i18n` is meant to be found twice: ours are Django's tags, and one of them quicker.
SILENCED_SYSTEM_CHECKS = ["templates.W003"]

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "long"]}}
