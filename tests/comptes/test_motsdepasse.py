import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import RequestFactory

from common.freins import adresse

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "mot", ["aaaaaaaaaaaa", "motdepasse12", "Motdepasse123!", "azertyuiop123", "soleilsoleil", "cantinecantine"]
)
def test_a_password_that_everybody_tries_is_refused(mot):
    with pytest.raises(ValidationError):
        validate_password(mot)


@pytest.mark.parametrize("mot", ["quatre-chevaux-verts", "trois-moutons-au-bois", "un vélo dans la brume"])
def test_a_phrase_is_accepted(mot):
    validate_password(mot)


@pytest.mark.parametrize(
    ("mandataires", "entete", "attendue"),
    [
        (0, "9.9.9.9", "127.0.0.1"),
        (1, "9.9.9.9, 5.5.5.5", "5.5.5.5"),
        (1, "", "127.0.0.1"),
        (2, "5.5.5.5", "127.0.0.1"),
    ],
)
def test_throttles_count_by_the_caller_and_never_by_what_the_caller_writes(settings, mandataires, entete, attendue):
    settings.MANDATAIRES = mandataires
    assert adresse(RequestFactory().get("/", HTTP_X_FORWARDED_FOR=entete)) == attendue
