"""Who signs in, how, and how often somebody may try."""

from .environment import TROTH

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "account_home"
ACCOUNT_LOGOUT_REDIRECT_URL = "shop:home"
SESSION_ENGINE = "troth.people.sessions"
SESSION_COOKIE_AGE = 14 * 24 * 3600
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "troth.people.passwords.LongEnough"},
    {"NAME": "troth.people.passwords.NotGuessable"},
]
ACCOUNT_ADAPTER = "troth.storefront.account.adapter.Adapter"
ACCOUNT_FORMS = {
    "login": "troth.people.forms.LoginForm",
    "signup": "troth.people.forms.SignupForm",
    "reset_password": "troth.people.forms.ResetPasswordForm",
    "reauthenticate": "troth.people.forms.ReauthenticateForm",
    "change_password": "troth.people.forms.ChangePasswordForm",
    "set_password": "troth.people.forms.SetPasswordForm",
}
ACCOUNT_USER_DISPLAY = "troth.people.adapter.shown_as"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True  # in the browser that signed up, and no other
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ACCOUNT_SALT = "troth.account"
ACCOUNT_RATE_LIMITS = {
    "signup": "20/m/ip",
    "sign_up_address": "4/h/key",
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "reset_password": "20/m/ip,3/10m/key",
    "confirm_email": "1/m/key",
    "manage_email": "5/10m/user",
    "change_password": "5/m/user",
    "reauthenticate": "10/m/user",
}
MFA_ADAPTER = "troth.people.second_factor.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "troth.people.second_factor.CodeForm",
    "reauthenticate": "troth.people.second_factor.CodeAgainForm",
    "activate_totp": "troth.people.second_factor.AddAppForm",
    "add_webauthn": "troth.people.second_factor.AddPasskeyForm",
    "edit_webauthn": "troth.people.second_factor.RenamePasskeyForm",
    "login_webauthn": "troth.people.second_factor.PasskeyLoginForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = TROTH.practice  # http://localhost
