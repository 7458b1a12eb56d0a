"""Addresses of the account room. allauth's pages are named one by one: what is not here cannot be reached."""

from allauth.account import views as theirs
from allauth.mfa.base import views as mfa
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.urls import URLPattern, URLResolver, include, path

from troth.people.evenly import evenly

from ..posted import only_posted
from . import book, codes, exemptions, home, introduced, introduction, mailbox, password, sign_up
from .introduced import leads_out
from .private import own, secret, unseen

_second_factor = [
    path("", own(mfa.index), name="mfa_index"),
    path("check/", unseen(mfa.authenticate), name="mfa_authenticate"),
    path("once-more/", own(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("app/", own(totp.activate_totp), name="mfa_activate_totp"),
    path("app/remove/", own(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("codes/", own(codes.see), name="mfa_view_recovery_codes"),
    path("codes/new/", own(codes.make_new), name="mfa_generate_recovery_codes"),
    path("codes/download/", own(codes.download), name="mfa_download_recovery_codes"),
    path("passkeys/", own(webauthn.list_webauthn), name="mfa_list_webauthn"),
    path("passkeys/add/", own(webauthn.add_webauthn), name="mfa_add_webauthn"),
    path("passkeys/once-more/", own(webauthn.reauthenticate_webauthn), name="mfa_reauthenticate_webauthn"),
    path("passkeys/sign-in/", unseen(webauthn.login_webauthn), name="mfa_login_webauthn"),
    path("passkeys/<int:pk>/remove/", own(webauthn.remove_webauthn), name="mfa_remove_webauthn"),
    path("passkeys/<int:pk>/", own(webauthn.edit_webauthn), name="mfa_edit_webauthn"),
]

_account: list[URLPattern | URLResolver] = [
    path("", own(home.home), name="account_home"),
    path("details/", own(home.details), name="account_details"),
    path("sessions/", own(home.sessions), name="account_sessions"),
    path("login/", unseen(leads_out(theirs.login)), name="account_login"),
    path("with/<slug:service>/", unseen(introduced.begin), name="account_with"),
    path("with/<slug:service>/new/", unseen(evenly(introduction.join)), name="account_with_new"),
    path("logout/", unseen(theirs.logout), name="account_logout"),
    path("inactive/", unseen(theirs.account_inactive), name="account_inactive"),
    path("signup/", unseen(leads_out(evenly(sign_up.sign_up))), name="account_signup"),
    path("once-more/", own(theirs.reauthenticate), name="account_reauthenticate"),
    path("once-more/services/", own(leads_out(introduced.again)), name="account_services_again"),
    path("email/", own(evenly(mailbox.change)), name="account_email"),
    path("confirm/", unseen(theirs.email_verification_sent), name="account_email_verification_sent"),
    path("confirm/<str:token>/", secret(mailbox.confirm), name="account_confirm_email"),
    path("password/", own(theirs.password_change), name="account_change_password"),
    path("password/first/", own(theirs.password_set), name="account_set_password"),
    path("password/forgotten/", unseen(evenly(theirs.password_reset)), name="account_reset_password"),
    path("password/forgotten/sent/", unseen(theirs.password_reset_done), name="account_reset_password_done"),
    path("password/link/<str:token>/", secret(password.follow), name="account_reset_follow"),
    path("password/new/", unseen(password.choose), name="account_reset_choose"),
    path("addresses/", own(book.listed), name="account_addresses"),
    path("addresses/add/", own(book.add), name="account_address_add"),
    path("addresses/shape/", book.shape, name="account_address_shape"),
    path("addresses/<uuid:address>/", own(book.change), name="account_address"),
    path("addresses/<uuid:address>/remove/", own(book.remove), name="account_address_remove"),
    path("tax-exemptions/", exemptions.where_declared(own(exemptions.exemptions)), name="account_exemptions"),
    path(
        "tax-exemptions/<uuid:exemption>/end/",
        only_posted("account_exemptions")(exemptions.where_declared(own(exemptions.end))),
        name="account_exemption_end",
    ),
    path("security/services/", own(leads_out(introduced.connections)), name="account_services"),
    path("security/", include(_second_factor)),
]

urlpatterns = [path("account/", include(_account))]
