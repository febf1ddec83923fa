"""Forms say what to do."""

from decimal import Decimal

import pytest
from django import forms

from common.forms import Formulaire


class Inscription(Formulaire):
    nom = forms.CharField(label="Nom")
    courriel = forms.EmailField(label="Adresse électronique")
    ecole = forms.ChoiceField(label="École", choices=[("1", "Aimée-Lallement")])
    accord = forms.BooleanField(label="J’accepte le règlement")
    cle = forms.CharField(label="Clé", error_messages={"required": "Recopiez la clé reçue par courrier."})


def test_missing_answers_say_what_to_do():
    erreurs = Inscription({}).errors
    assert erreurs["nom"] == ["Renseignez «\u00a0Nom\u00a0»."]
    assert erreurs["ecole"] == ["Choisissez une réponse pour «\u00a0École\u00a0»."]
    assert erreurs["accord"] == ["Cochez «\u00a0J’accepte le règlement\u00a0» pour continuer."]


def test_a_message_of_the_field_itself_wins():
    assert Inscription({}).errors["cle"] == ["Recopiez la clé reçue par courrier."]


def test_wrong_answers_show_an_example():
    erreurs = Inscription({"courriel": "prenom", "ecole": "9"}).errors
    assert "prenom.nom@exemple.fr" in erreurs["courriel"][0]
    assert erreurs["ecole"] == ["Choisissez une des réponses proposées pour «\u00a0École\u00a0»."]


class Tardive(Formulaire):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["ville"] = forms.CharField(label="Ville")


def test_a_field_that_a_form_adds_speaks_as_plainly():
    assert Tardive({}).errors["ville"] == ["Renseignez «\u00a0Ville\u00a0»."]


class Montants(Formulaire):
    quotient = forms.DecimalField(label="Quotient", max_digits=9, decimal_places=2)
    nombre = forms.IntegerField(label="Nombre", required=False)
    secret = forms.CharField(label="Mot de passe", max_length=10, required=False)


@pytest.mark.parametrize("ecrit", ["500,01", "500.01", " 500,01 € ", "0\u202f500,01", "5\u00a000,01"])
def test_an_amount_is_read_as_the_french_write_it(ecrit):
    form = Montants({"quotient": ecrit})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["quotient"] == Decimal("500.01")


@pytest.mark.parametrize("ecrit", ["cinq", "5,0,1", "NaN", "1e3x", "500,01 euros"])
def test_an_amount_that_is_none_gets_its_own_sentence(ecrit):
    assert Montants({"quotient": ecrit}).errors["quotient"] == ["Écrivez un montant comme 500,01."]
    assert f'value="{ecrit}"' in str(Montants({"quotient": ecrit}))


def test_an_amount_has_bounds_and_a_keyboard():
    assert "après la virgule" in Montants({"quotient": "1,005"}).errors["quotient"][0]
    assert Montants({"quotient": "12345678901"}).errors["quotient"] == ["Ce montant est trop grand."]
    champ = str(Montants(initial={"quotient": Decimal("500.01")})["quotient"])
    assert 'value="500,01"' in champ
    assert 'inputmode="decimal"' in champ
    assert 'type="text"' in champ
    assert "nombre entier" in Montants({"quotient": "1", "nombre": "x"}).errors["nombre"][0]


def test_what_is_too_long_or_unreadable_is_said_in_plain_french():
    erreurs = Montants({"quotient": "1", "secret": "a" * 11}).errors
    assert erreurs["secret"] == ["«\u00a0Mot de passe\u00a0» est trop long\u00a0: 10 signes au plus."]
    erreurs = Montants({"quotient": "1", "secret": "a\0b"}).errors
    assert "ne peut pas être lu" in erreurs["secret"][0]


def test_one_form_does_not_change_the_class():
    Inscription({})
    assert "Renseignez" not in str(forms.CharField().error_messages["required"])


@pytest.mark.parametrize("nom", ["\u200b\u200b", "\u2060", "Zo\u202eé", "Z\u202doé"])
def test_a_name_that_nobody_can_read_is_refused_and_scripts_are_not(nom):
    class Nom(Formulaire):
        nom = forms.CharField(label="Nom")

    assert "ne peut pas être lu" in Nom({"nom": nom}).errors["nom"][0]
    assert Nom({"nom": "\u202dZoé\u202c"}).is_valid(), "around a name, such a sign is cleaned"
    for lisible in ("نور\u200cالدین", "李 小龍", "Zoë-Lou d’Arc", "😀"):
        assert Nom({"nom": lisible}).is_valid(), lisible
