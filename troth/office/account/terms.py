"""The shop's terms of buying on account, on one page."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from troth.catalog import revision
from troth.orders.account import known
from troth.orders.models import AccountTerms

from ..attending import attending
from ..pages import page, posted
from .forms import TermsForm


@require_http_methods(["GET", "POST"])
def terms(request: HttpRequest) -> HttpResponse:
    known.may(attending(request).actor)
    row = AccountTerms.objects.filter(pk=AccountTerms.ONLY).first()
    form = TermsForm(posted(request), instance=row or AccountTerms(pk=AccountTerms.ONLY, currency=revision.currency()))
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Kept. What was ordered before keeps its day."))
        return HttpResponseRedirect(reverse("office:account_terms"))
    trail = [(reverse("office:on_account"), _("On account"))]
    title, status = _("How we sell on account"), 422 if form.errors else 200
    return page(
        request, "office/account/terms.html", {"form": form}, title=title, icon="cog", trail=trail, status=status
    )
