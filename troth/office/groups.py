"""Which of Wagtail's own screens a job opens: groups that follow the roles in the vault, never the other way round.

A group opens pages, products and pictures; not one personal value depends on it. At every request the groups of
whoever comes in are compared with their roles, so that a role granted or taken away holds at once, and a row slipped
into the shop store opens nothing for longer than that.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from django.db.models import Q
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from troth.people.models import User
from troth.people.staff import OFFICE


def _all_of(*models: str) -> tuple[str, ...]:
    """Every permission there is about these models."""
    told = (each.split(".") for each in models)
    return tuple(f"{app}.{verb}_{model}" for app, model in told for verb in ("add", "change", "delete", "view"))


# Role → "app.codename" of what its group may do with everything, and with pictures.
EVERYBODY = ("wagtailadmin.access_admin",)
MAY: dict[str, tuple[str, ...]] = {
    "order_desk": ("catalog.view_product", "catalog.view_category", "catalog.view_variant", "catalog.change_variant"),
    "customer_service": ("catalog.view_product", "catalog.view_category", "catalog.view_variant"),
    "marketing": (
        *_all_of("catalog.product", "catalog.category", "catalog.variantprice"),
        *_all_of("orders.voucher", "orders.offer", "visits.banner"),
        "catalog.view_variant",
        "catalog.change_variant",
    ),
    # What holds for every order is set up by whoever runs the shop; whoever keeps the books knows its taxes.
    "bookkeeping": _all_of("orders.taxrule", "orders.sellingcurrency"),
    "site_keeper": _all_of("orders.taxrule", "orders.sellingcurrency", "orders.shippingmethod"),
}
PICTURES = {"marketing": ("add_image", "change_image", "choose_image")}
PAGES = {"marketing": ("add_page", "change_page", "publish_page")}
_checked: set[str] = set()  # names of groups whose permissions this process has set right


def seat(user: User, roles: Iterable[str]) -> None:
    """Put an employee into the groups of their roles and into no others."""
    wanted = {OFFICE, *(name_of(role) for role in roles if role in MAY)}
    held = set(user.groups.values_list("name", flat=True))
    if held == wanted and wanted <= _checked:
        return
    user.groups.set([_group(name) for name in sorted(wanted)])


def name_of(role: str) -> str:
    return f"{OFFICE}: {role}"


def _group(name: str) -> Group:
    """The group with exactly its permissions; put right once a process, and when it is made."""
    group, made = Group.objects.get_or_create(name=name)
    if made or name not in _checked:
        role = name.removeprefix(f"{OFFICE}: ")
        group.permissions.set(_permissions(EVERYBODY if name == OFFICE else MAY[role]))
        _open_pictures(group, PICTURES.get(role, ()))
        _open_pages(group, PAGES.get(role, ()))
        _checked.add(name)
    return group


def _permissions(names: Iterable[str]) -> list[Permission]:
    wanted = Q(pk=None)
    for app, _dot, codename in (name.partition(".") for name in names):
        wanted |= Q(content_type__app_label=app, codename=codename)
    return list(Permission.objects.filter(wanted))


def _open_pictures(group: Group, codenames: Iterable[str]) -> None:
    root = Collection.objects.filter(depth=1).first()
    if root is None:
        return
    for permission in Permission.objects.filter(content_type__app_label="wagtailimages", codename__in=codenames):
        GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=permission)


def _open_pages(group: Group, codenames: Iterable[str]) -> None:
    root = Page.objects.filter(depth=1).first()
    if root is None:
        return
    for permission in Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=codenames):
        GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)
