"""Inputs and long lists are drawn without templates, and look as Django's templates draw them."""

from __future__ import annotations

import pytest
from django import forms
from django.forms.renderers import get_default_renderer
from django.test.html import parse_html
from django.utils.translation import override

from troth.people import place_options, postal
from troth.people.lean_inputs import LEAN
from troth.people.long_choice import LongSelect, Options
from troth.people.telephone import TelephoneField

NASTY = "\"><script>alert(1)</script>&amp; 'ß"
PLACES = (("", "Choose"), ("A&B", 'Land of "A" <b>'), ("C", "See"), ("1", "One"))


class Asked(forms.Form):
    name = forms.CharField(max_length=20, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = forms.EmailField(required=False, help_text="why")
    telephone = TelephoneField(required=False)
    street = forms.CharField(widget=forms.Textarea(attrs={"rows": 2}))
    agreed = forms.BooleanField(required=False)
    kept = forms.CharField(widget=forms.HiddenInput)
    shirt = forms.ChoiceField(choices=PLACES, widget=forms.RadioSelect)


@pytest.mark.parametrize("typed", [None, {}, dict.fromkeys(Asked.base_fields, NASTY), {"agreed": "on", "name": 0}])
def test_every_input_is_what_the_templates_draw(typed):
    lean, whole = Asked(typed, renderer=LEAN), Asked(typed, renderer=get_default_renderer())
    for name in Asked.base_fields:
        assert parse_html(str(lean[name])) == parse_html(str(whole[name])), name


@pytest.mark.parametrize("chosen", ["", "A&B", "C", 1, None, "elsewhere", NASTY])
def test_a_long_list_is_what_the_template_draws(chosen):
    told = {"id": "place", "data-x": NASTY}
    lean, whole = LongSelect(attrs=told, choices=Options(PLACES)), forms.Select(attrs=told, choices=PLACES)
    value = "" if chosen is None else chosen
    assert parse_html(lean.render("place", chosen)) == parse_html(whole.render("place", value))


def test_a_shared_list_takes_what_it_offers_and_nothing_else():
    field = forms.ChoiceField(choices=Options(PLACES), required=False)
    assert field.clean("A&B") == "A&B"
    with pytest.raises(forms.ValidationError):
        field.clean("elsewhere")


def test_countries_are_put_in_order_once_a_language():
    with override("en"):
        first = place_options.countries("Choose")
        assert place_options.countries("Choose") is first
        assert [pair for pair in first if pair[0]] == postal.country_choices()
    with override("de"):
        other = place_options.countries("Wählen")
    assert other is not first
    assert next(iter(other)) == ("", "Wählen")
