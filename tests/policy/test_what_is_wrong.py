"""A policy that is wrong is not loaded; every problem is named with file, line and remedy."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.policy.conftest import REFERENCE
from troth.policy import PolicyError, Problem, load

Edit = Callable[[str, str], tuple[Problem, ...]]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(REFERENCE, tmp_path / "policy"))


@pytest.fixture
def problems_after(copy: Path) -> Edit:
    """Replaces the first occurrence of a text in policy.yaml and loads; the problems found."""

    def edit(old: str, new: str) -> tuple[Problem, ...]:
        text = (copy / "policy.yaml").read_text()
        assert old in text
        (copy / "policy.yaml").write_text(text.replace(old, new, 1))
        with pytest.raises(PolicyError) as caught:
            load(copy)
        return caught.value.problems

    return edit


def _line_of(text: str) -> int:
    whole = (REFERENCE / "policy.yaml").read_text()
    return whole[: whole.index(text)].count("\n") + 1


def test_an_unknown_key_is_named_with_the_one_that_was_meant(problems_after: Edit) -> None:
    old = "    moves_goods: true"
    assert problems_after(old, "    move_goods: true") == (
        Problem(
            "policy.yaml",
            _line_of(old),
            "purposes / fulfil_order has an unknown key 'move_goods'.",
            "Did you mean 'moves_goods'?",
        ),
    )


def test_all_problems_are_told_at_once_and_in_order(problems_after: Edit) -> None:
    found = problems_after(
        "    basis: contract", "    basis: contrakt\n    colour: blue\n    survives_restriction: maybe"
    )
    assert [problem.line for problem in found] == sorted(problem.line for problem in found)
    assert {"Did you mean 'contract'?", "Write true or false."} < {problem.remedy for problem in found}
    assert len(found) == 4  # and survives_restriction is written twice


def test_a_problem_reads_like_a_compilers_message(problems_after: Edit) -> None:
    (problem,) = problems_after("basis: contract", "basis: contrakt")
    assert str(problem).startswith(f"policy.yaml:{problem.line}: purposes / account / basis is 'contrakt'")


@pytest.mark.parametrize(
    ("old", "new", "says", "remedy"),
    [
        (
            "retention: order\n",
            "retention: ordr\n",
            "'ordr', which is not among the retention",
            "Did you mean 'order'?",
        ),
        ("of: party", "of: all", "'all', which is no owner", "Use one of: everybody, nobody, party, person."),
        ("of: nobody", "of: nobody\n    single: true", "nobody to find it by", "Leave out 'single'"),
        (
            "      figures: [page_visitors, order_sizes]\n",
            "      figures: [page_visitors, order_sizes]\n    collects:\n      figures: [visit]\n",
            "counted of everybody together",
            "Take it out.",
        ),
        ("lookup: email", "lookup: mail", "looked up by 'mail', which is not one of its fields", "'email'"),
        ("      name: [name]\n", "      name: [nome]\n", "'name' has no field 'nome'", "Did you mean 'name'?"),
        ("      name: [sign_up,", "      staff: [office]\n      name: [sign_up,", "does not use it", "under 'uses'"),
        ("marketing:\n    label: M", "marketing:\n    salary: 1\n    label: M", "unknown key 'salary'", "Use one of"),
        ("    transactional: true", "    promotional: true", "leaves no choice", "Add 'choice:'"),
        ("    promotional: true", "    transactional: true", "both a transaction and a promotion", "two purposes"),
        ("    promotional: true", "    survives_restriction: true", "although it is a choice", "Take out"),
        ("with_reason: [fulfil_order,", "with_reason: [order_history,", "with and without a reason", "Keep one"),
        (
            "        order_contact: [email, telephone]",
            "        order_contact: [email]\n        order_billing: [tax_id]",
            "does not use",
            "Take it out",
        ),
        ("unknown_country: eu_eea", "unknown_country: canada", "the strictest rules", "Write eu_eea."),
        ("countries: [US-CA]", "countries: [US-CA, DE]", "'DE' is in 'eu_eea' and in 'california'", "Keep one"),
        ("countries: [CH]", "strictnes: 3", "unknown key 'strictnes'", "Did you mean 'strictness'?"),
        ("    countries: [CH]\n", "", "2 jurisdictions are without countries", "exactly one"),
        ("strictness: 60", "strictness: 70", "as strict as 'eu_eea'", "its own number"),
        (
            "{model: implied_after_purchase, months: 24}",
            "{model: implied_after_purchase}",
            "for some months only",
            "months",
        ),
        (", post: {model: unless_declined}}", "}", "does not say what 'promotion' by 'post' needs", "Add 'post:"),
        ("everywhere: {years: 2,", "everywhere: {years: 0,", "keeps nothing for everywhere", "how many years"),
        ("      canada: {years: 7", "      # canada: {years: 7", "an end in some jurisdictions only", "Add canada"),
        ('changed: "2026-11-23"', 'changed: "2026-13-45"', "is no date", "2026-11-22"),
        ('changed: "2026-11-23"', "changed: yesterday", "'yesterday'", "Write it like 2026-11-22."),
        ("category: essential", "category: advertising", "its purpose says otherwise", "a purpose without a choice"),
        ("viewed: [looked_at]", "viewed: [looked_at, over_signal]", "for words alone", "name another door"),
        ("  closed: {clause: O.d,", "  clozed: {clause: O.d,", "no refusal code", "Did you mean 'closed'?"),
        ("format: 1", "format: 9", "no format", "Use one of: 1."),
        ("  2c.list: {", "  2c.lost: {", "Clause '2c.lost' is told in no section", "Add '## 2c.lost"),
        ("basis: contract\n", "basis: [contract]\n", "should be one legal basis", "single value"),
        ("sections: [scope, use", "sections: [scope, uses", "The section 'uses' has no file", "Write it"),
        (
            "  O.c: {says: You can tell us",
            "  O.zz: {says: You can tell us",
            "'O.c', which is not among the clauses",
            "Did you mean",
        ),
        ("format: 1", "format: 1\nformat: 1", "written twice, first on line", "Keep one"),
        ("format: 1", "format: 1\nbroken: [", "This is not YAML", "indentation"),
        ("channels: [email]", "channels: email", "should be a list", "[one, two]"),
        ("channels: [email]", "channels: []", "is empty", "leave the key out"),
        ("channels: [email]", "channels: [email, email]", "lists 'email' twice", "Keep one"),
    ],
)
def test_what_is_wrong_is_said_with_its_remedy(
    problems_after: Edit, old: str, new: str, says: str, remedy: str
) -> None:
    found = problems_after(old, new)
    assert any(says in problem.says and remedy in problem.remedy for problem in found), found
    assert all(problem.file and problem.remedy.endswith((".", "?")) for problem in found)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("use: marketing.advertising.first_party.contextual", "use: third_party_sharing"),
        ("use: marketing.advertising.first_party.contextual", "use: marketing.advertising.third_party.targeted"),
        ("dpv: dpv:Advertising", "dpv: dpv:SellDataToThirdParties"),
        ("dpv: dpv:Advertising", "dpv: dpv:SellInsightsFromData"),
        ("says: to show advertising of our own products elsewhere", "says: to sell addresses to others"),
        ("label: Advertising\n    says: to show", "label: Data broker\n    says: to show"),
    ],
)
def test_selling_data_can_not_be_written_down(problems_after: Edit, old: str, new: str) -> None:
    (problem,) = problems_after(old, new)
    assert "nothing this policy can say" in problem.remedy


def test_there_is_no_key_for_what_a_recipient_pays(problems_after: Edit) -> None:
    (problem,) = problems_after("    acts: on_its_own\n", "    acts: on_its_own\n    pays: 100\n")
    assert "unknown key 'pays'" in problem.says


def test_nobody_gets_data_for_marketing_of_their_own(problems_after: Edit) -> None:
    told = "    told:\n      billing:\n"
    found = problems_after(told, "    told:\n      newsletter:\n        email: [email]\n      billing:\n")
    assert [problem.remedy for problem in found] == ["Take it out: nobody gets data for marketing of their own."]


def test_a_rule_needs_a_clause(problems_after: Edit) -> None:
    (problem,) = problems_after(
        "    says: to pack and send what you ordered\n    clause: 2a.fulfil\n", "    says: to send\n"
    )
    assert problem.says == "purposes / fulfil_order lacks 'clause'."


def test_a_clause_that_promises_needs_a_rule(problems_after: Edit) -> None:
    (problem,) = problems_after("    clause: 2a.fulfil\n", "    clause: 2a.billing\n")
    assert problem.says == "Clause '2a.fulfil' promises something, but no rule keeps it."
    assert problem.line == _line_of("  2a.fulfil:")


def test_a_field_that_nothing_needs_can_not_stand(problems_after: Edit) -> None:
    new = "      birthday: {label: birthday, why: We like cake., category: user.demographic.date_of_birth}\n"
    field = "      name: {label: name, why: So that we know how to address you., category: user.name}\n"
    (problem,) = problems_after(field, field + new)
    assert problem.says == "No purpose collects 'name.birthday'."


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("UPS brings it.", "The prose names 'UPS'."),
        ("We set `csrftoken`.", "The prose names the cookie 'csrftoken'."),
        ("We ask for street address and telephone number.", "The prose lists data by itself"),
        ("{{ recipeints }}", "There is no placeholder 'recipeints'."),
        ("{{ data:shoe_size }}", "'shoe_size' is not among the kinds."),
        ("{{ data }}", "The placeholder 'data' needs one of the kinds."),
        ("{{ cookies:basket }}", "The placeholder 'cookies' takes nothing after a colon."),
    ],
)
def test_the_prose_can_not_say_more_than_the_rules(copy: Path, words: str, says: str) -> None:
    prose = copy / "choices.md"
    lines = prose.read_text().splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith("## O.c"))
    lines.insert(at + 2, words)
    prose.write_text("\n".join(lines))
    with pytest.raises(PolicyError) as caught:
        load(copy)
    (problem,) = caught.value.problems
    assert problem.says.startswith(says)
    assert (problem.file, problem.line) == ("choices.md", at + 3)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "The file lacks a title."),
        ("# Title\n\n## Just a heading\n\nText.\n", "This heading does not name a clause."),
        ("# Title\n\n## 9.z · Something\n\nText.\n", "The heading names clause '9.z'"),
        ("# Title\n\n## N · Never\n\n## N.news · News\n\nText.\n", "Clause 'N' has no text."),
        ("# Title\n\n## 0 · Again\n\nText.\n", "Clause '0' is told twice, first in scope.md, line "),
    ],
)
def test_a_section_that_is_badly_written_is_named(copy: Path, text: str, says: str) -> None:
    (copy / "changes.md").write_text(text)
    with pytest.raises(PolicyError) as caught:
        load(copy)
    assert any(problem.says.startswith(says) for problem in caught.value.problems), caught.value


def test_files_that_are_no_text_or_not_there_are_named(copy: Path, tmp_path: Path) -> None:
    (copy / "use.md").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(PolicyError, match=r"use\.md: The file is not UTF-8 text"):
        load(copy)
    (copy / "policy.yaml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(PolicyError, match=r"policy\.yaml"):
        load(copy)
    (copy / "policy.yaml").write_text("")
    with pytest.raises(PolicyError, match="The file is empty"):
        load(copy)
    with pytest.raises(PolicyError, match="There is no such file"):
        load(tmp_path / "nowhere")


REFERENCE_TEXT = (REFERENCE / "policy.yaml").read_text()


@pytest.mark.parametrize("nothing", ["", '""', "~"])
def test_a_name_left_empty_is_no_name(copy: Path, nothing: str) -> None:
    """An empty value once passed for "no name here", and the reading of it ended in a KeyError."""
    whole = "partner: {label: a partner of ours, clause: 2a.partners, by: [system]}"
    assert whole in REFERENCE_TEXT
    text = REFERENCE_TEXT.replace(whole, whole.replace("2a.partners", nothing))
    (copy / "policy.yaml").write_text(text)
    with pytest.raises(PolicyError) as told:
        load(copy)
    assert any("sources / partner / clause" in problem.says for problem in told.value.problems)


@settings(max_examples=60, deadline=None)
@given(at=st.integers(0, len(REFERENCE_TEXT)), length=st.integers(0, 40), junk=st.text(max_size=8))
def test_a_damaged_file_loads_or_says_why(
    tmp_path_factory: pytest.TempPathFactory, at: int, length: int, junk: str
) -> None:
    place = Path(shutil.copytree(REFERENCE, tmp_path_factory.mktemp("damaged") / "policy"))
    damaged = REFERENCE_TEXT[:at] + junk + REFERENCE_TEXT[at + length :]
    (place / "policy.yaml").write_text(damaged, encoding="utf-8", errors="replace")
    for problem in _problems(place):
        assert problem.says
        assert problem.remedy


def _problems(place: Path) -> tuple[Problem, ...]:
    try:
        load(place)
    except PolicyError as error:
        return error.problems or (Problem("", 0, "", ""),)
    return ()
