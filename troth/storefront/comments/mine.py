"""What I wrote: how it stands, and taking it back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from troth.comments import mine
from troth.comments import withdraw as going
from troth.comments.errors import NotThere
from troth.people.persons import person_behind

from ..posted import only_posted


@require_safe
def everything(request: HttpRequest) -> HttpResponse:
    return render(request, "storefront/comments/mine.html", {"comments": mine.of(person_behind(request.user))})


@only_posted("comments:mine")
def withdraw(request: HttpRequest, comment: UUID) -> HttpResponse:
    try:
        going.withdraw(person_behind(request.user), comment)
    except NotThere:
        raise Http404 from None
    messages.success(request, _("Taken back. It is gone from the page, and nothing keeps it."))
    return redirect("comments:mine")
