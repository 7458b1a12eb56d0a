"""Which passwords are refused, and which must not be."""

import pytest
from django.core.exceptions import ValidationError

from troth.people.passwords import LongEnough, known_passwords, weakness

GUESSABLE = [
    "password12345678",
    "Passw0rd!!!!!!!!",
    "P@ssword Password",
    "letmeindragon123456",
    "monkeydragonfootball",
    "abcabcabcabcabcabc",
    "aaaaaaaaaaaaaaaaaaaa",
    "12345678901234567890",
    "qwertyuiopasdfghjkl",
    "abcdefghijklmnopqrst",
    "celloramatech2026!!",
    "Cellorama-Cellorama",
    "correct horse battery staple",
    "iloveyouiloveyou",
]
FINE = [
    "the old mill stream is dry",
    "green bottle amber lab",
    "日本語のとても長いパスフレーズです",
    "πάντα ῥεῖ καὶ οὐδὲν μένει",
    "my grandmother kept eleven geese",
    "X7#kQ!v9pL2&mZr4w",
    "🦆 eleven ducks cross a road 🦆",
    "quiet glassware on an oak bench",
]


@pytest.mark.parametrize("password", GUESSABLE)
def test_what_anybody_would_try_first_is_refused_with_a_sentence(password: str) -> None:
    assert weakness(password).endswith(".")


@pytest.mark.parametrize("password", FINE)
def test_a_sentence_of_ones_own_is_welcome_in_any_script(password: str) -> None:
    LongEnough().validate(password)
    assert weakness(password) == ""


def test_fifteen_characters_are_enough_and_fourteen_are_not() -> None:
    LongEnough().validate("x" * 15)
    with pytest.raises(ValidationError, match="15 characters"):
        LongEnough().validate("x" * 14)


def test_long_passphrases_are_taken_whole() -> None:
    LongEnough().validate("many words and more of them, " * 10)
    with pytest.raises(ValidationError):
        LongEnough().validate("x" * 5000)


def test_every_known_password_of_enough_length_is_refused() -> None:
    long = [password for password in known_passwords() if len(password) >= 15]
    assert long
    assert all(weakness(password) for password in long)
