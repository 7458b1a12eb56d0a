"""An order by its number, or orders by what is in them. What is typed may be somebody's name, so it stands in no address.

Only what begins a number or is an article's goes on to the list, whose query it is; of a product its key does.
"""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST

from troth.orders import desk
from troth.orders.lists.goods import Goods
from troth.orders.lists.query import written

from ..pages import page


@sensitive_post_parameters("q")
@sensitive_variables("typed", "told", "goods")
@require_POST
def find(request: HttpRequest) -> HttpResponse:
    typed = request.POST.get("q", "").replace("\x00", "").strip()
    if number := desk.called(typed):
        return HttpResponseRedirect(reverse("office:order", args=[number]))
    if not typed or desk.names_some(typed):
        return HttpResponseRedirect(reverse("office:orders", query={"q": typed} if typed else None))
    goods = desk.goods_named(typed)
    if len(goods) == 1:
        return HttpResponseRedirect(_list_of(goods[0]))
    told = {"typed": typed, "goods": [(each, _list_of(each)) for each in goods]}
    trail = [(reverse("office:orders"), _("Orders"))]
    title = _("Which goods?") if goods else _("No order is like that")
    status = HTTPStatus.OK if goods else HTTPStatus.NOT_FOUND
    return page(
        request, "office/orders/not_found.html", told, title=title, icon="clipboard-list", trail=trail, status=status
    )


def _list_of(goods: Goods) -> str:
    return f"{reverse('office:orders')}?{written(goods.asked)}"
