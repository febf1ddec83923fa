import re

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import RequestFactory

from common.web.freins import adresse
from espace_prive.comptes.forms import NouveauMotDePasseForm
from espace_prive.comptes.models import Utilisateur
from espace_prive.comptes.motsdepasse import juger

pytestmark = pytest.mark.django_db
CAMILLE = {
    "identifiant": "camille.r",
    "email": "riri@courriel.example",
    "first_name": "Éléonore",
    "last_name": "Le-Goff",
}


@pytest.mark.parametrize(
    "mot", ["aaaaaaaaaaaa", "motdepasse12", "Motdepasse123!", "azertyuiop123", "soleilsoleil", "cantinecantine"]
)
def test_a_password_that_everybody_tries_is_refused(mot):
    with pytest.raises(ValidationError):
        juger(mot)


@pytest.mark.parametrize("mot", ["quatre-chevaux-verts", "trois-moutons-au-bois", "un vélo dans la brume"])
def test_a_phrase_is_accepted(mot):
    juger(mot)
    validate_password(mot)


@pytest.mark.parametrize(
    ("saisi", "phrase"),
    [
        # Each breaks several rules at once: only what helps most is said.
        ("azerty", "Ce mot de passe est trop court : il lui faut 12 caractères au moins."),
        ("123456", "Ce mot de passe est trop court : il lui faut 12 caractères au moins."),
        ("camille.r", "Ce mot de passe est trop court : il lui faut 12 caractères au moins."),
        ("123456789012", "Un mot de passe fait de chiffres seuls doit en compter 16."),
        ("password1234",
         "Ce mot de passe est trop courant : beaucoup de gens l’ont choisi. Assemblez plusieurs mots."),
        ("eleonore-1987-75", "Ce mot de passe contient votre nom, votre prénom, votre identifiant ou votre adresse "
         "électronique : trop facile à deviner."),
        ("vive la Le Goff !", "Ce mot de passe contient votre nom, votre prénom, votre identifiant ou votre adresse "
         "électronique : trop facile à deviner."),
        ("riririririri", "Ce mot de passe contient votre nom, votre prénom, votre identifiant ou votre adresse "
         "électronique : trop facile à deviner."),
        ("donges-donges-donges",
         "Ce mot de passe contient le nom de la commune ou du portail : trop facile à deviner."),
        ("aaaaaaaaaaaaaaa", "Ce mot de passe est trop facile à deviner. Assemblez plusieurs mots sans rapport."),
    ],
)  # fmt: skip
def test_a_weak_password_gets_one_sentence(donges, saisi, phrase):
    form = NouveauMotDePasseForm({"mot_de_passe": saisi, "confirmation": saisi}, utilisateur=Utilisateur(**CAMILLE))
    assert [re.sub(r"\s", " ", e) for e in form.errors["mot_de_passe"]] == [phrase]


@pytest.mark.parametrize(("personnel", "minimum"), [(False, 12), (True, 15)])
def test_the_staff_choose_longer_ones_and_the_form_says_so(personnel, minimum):
    qui = Utilisateur(identifiant="x", is_staff=personnel)
    phrase = "bleu cheval mer tango"
    juger(phrase[:minimum], qui)
    with pytest.raises(ValidationError, match=f"{minimum} caractères"):
        juger(phrase[: minimum - 1], qui)
    form = NouveauMotDePasseForm(utilisateur=qui)
    assert form.fields["mot_de_passe"].help_text.startswith(f"{minimum} caractères")


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
