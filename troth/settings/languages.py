"""Languages: English, which the policy binds in, and each that both the policy and the program are translated into."""

from django.conf import locale

from .environment import ROOT, TROTH

LANGUAGE_CODE = "en"
LOCALE_PATHS = [ROOT / "troth" / "locale"]
_spoken = {each.parent.name for each in TROTH.policy_dir.glob("*/words.yaml")}
_written = {each.parent.parent.name for each in LOCALE_PATHS[0].glob("*/LC_MESSAGES/django.po")}
# Each by its own name: somebody who looks for their language reads that one.
LANGUAGES = [
    (code, str(locale.LANG_INFO[code]["name_local"]))
    for code in (LANGUAGE_CODE, *sorted(_spoken & _written & locale.LANG_INFO.keys()))
]
FORMAT_MODULE_PATH = ["troth.formats"]
USE_I18N = True
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES  # each employee chooses among them
