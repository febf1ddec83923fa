"""What is typed or pasted is clean before anything reads it: in every form of the project, ours and Wagtail's."""

import unicodedata

import pytest
from django import forms
from django.core.validators import RegexValidator
from wagtail.admin.forms import WagtailAdminModelForm

from common.forms import CodeField, Formulaire, FormulaireModele, MessagesClairs, TelephoneField
from common.staff.editeurs import RACINES
from common.words.nettoyage import nettoyer, nettoyer_adresse, nettoyer_nombre, nettoyer_typographie, serrer
from common.words.noms import meme_texte
from tests.tools.modules import charger_tout, descendantes

E_EN_DEUX = "E\u0301le\u0301onore"


@pytest.mark.parametrize(
    ("colle", "propre"),
    [
        (E_EN_DEUX, "Éléonore"),
        ("iness\u200b", "iness"),
        ("\u200e\ufeff06 39\u2069", "06 39"),
        ("\u202a+33 6 39 98 00 47\u202c", "+33 6 39 98 00 47"),
        ("\u202dZoé\u202c", "Zoé"),
        ("Jean\u2011Pierre", "Jean-Pierre"),
        ("Jean\u2013Pierre", "Jean-Pierre"),
        ("Paris \u2013 Nantes", "Paris \u2013 Nantes"),
        ("N\u02bcDiaye", "N’Diaye"),
        ("N`Golo", "N’Golo"),
        ("N’Diaye", "N’Diaye"),
        ("a\u00a0b\u2009c\td\ne", "a b c d e"),
        ("so\u00adleil\u0007", "soleil"),
        ("نور\u200cالدین", "نور\u200cالدین"),
        ("Ma\u200clo", "Malo"),
        ("李 小龍", "李 小龍"),
        ("a\0b", "a\0b"),
    ],
)
def test_what_nobody_sees_is_gone_and_the_rest_stays(colle, propre):
    assert nettoyer(colle) == propre
    assert nettoyer(propre) == propre, "cleaned twice is cleaned once"


def test_an_editor_keeps_lines_no_break_spaces_and_dashes():
    ecrit = "Qui\u00a0? De 9\u202fh à 10\u202fh –\nl’enfant‑roi"
    assert nettoyer_typographie(f"\ufeff{ecrit}\u200b") == ecrit


def test_addresses_numbers_and_codes_lose_what_means_nothing_in_them():
    assert nettoyer_adresse(" \u202ainess@courriel.example\u200b") == "iness@courriel.example"
    assert nettoyer_adresse("o\u2019brien@courriel.example".replace("\u2019", "\u02bc")) == "o'brien@courriel.example"
    assert nettoyer_nombre("\u202d1\u202f234\u00a0567") == "1234567"
    assert nettoyer_nombre("\u221212,5") == "-12,5"
    assert serrer(" 44\u00a0480\u200e") == "44480"
    assert serrer("123 4567-A") == "1234567A"


class Tout(Formulaire):
    nom = forms.CharField(label="Nom", required=False)
    courriel = forms.EmailField(label="Adresse électronique", required=False)
    telephone = TelephoneField(label="Téléphone")
    code = CodeField(label="Numéro", max_length=7, required=False, validators=[RegexValidator(r"^\d{7}$")])
    nombre = forms.IntegerField(label="Nombre", required=False)
    jour = forms.DateField(label="Jour", required=False)
    texte = forms.CharField(label="Texte", required=False, widget=forms.Textarea)
    secret = forms.CharField(label="Mot de passe", required=False, strip=False)


@pytest.mark.parametrize(
    ("champ", "colle", "lu"),
    [
        ("nom", E_EN_DEUX, "Éléonore"),
        ("courriel", "iness@courriel.example\u200b", "iness@courriel.example"),
        ("telephone", "\u202a+33 6 39 98 00 47\u202c", "06 39 98 00 47"),
        ("telephone", "06\u201139\u201198\u201100\u201101", "06 39 98 00 01"),
        ("telephone", "0049 170 1234567", "+491701234567"),
        ("code", "123\u00a04567", "1234567"),
        ("nombre", "\u200e1\u202f234", 1234),
        ("texte", "Bonjour\u200b,\r\nà demain\u00a0!", "Bonjour,\r\nà demain\u00a0!"),
        ("secret", " \u200bclé\u0301 ", " \u200bclé\u0301 "),
    ],
)
def test_each_kind_of_field_reads_what_was_pasted(champ, colle, lu):
    form = Tout({champ: colle})
    assert form.is_valid(), form.errors
    assert form.cleaned_data[champ] == lu


def test_what_is_nothing_but_invisible_is_refused_not_taken_for_an_empty_answer():
    for rien in ("\u200b", "\u2066\u2069", "\u3164", "\u00a0\u200d"):
        assert "nom" in Tout({"nom": rien}).errors, ascii(rien)


def test_a_label_that_holds_a_percent_sign_breaks_no_message():
    class Grille(Formulaire):
        taux = forms.CharField(label="Taux en % du quotient", max_length=5)
        choix = forms.ChoiceField(label="100 %", choices=[("1", "un")])

    erreurs = Grille({"taux": "a\0b", "choix": "9"}).errors
    assert "Taux en % du quotient" in erreurs["taux"][0].replace("\u00a0", " ")
    assert "100 %" in erreurs["choix"][0].replace("\u202f", " ")
    assert "5 signes au plus" in Grille({"taux": "a" * 9, "choix": "1"}).errors["taux"][0]
    assert "Renseignez" in Grille({"choix": "1"}).errors["taux"][0]
    assert "%%" not in str(Grille({}).errors)


def _formulaires():
    """Load every module of the project, then give every form class that it declares."""
    charger_tout()
    notres = {c for c in descendantes(forms.BaseForm) if not c.__module__.startswith(("django", "wagtail", "modelcl"))}
    return {c for c in notres if not c.__module__.startswith(("tests", "taggit", "permissionedforms"))}


def test_every_form_of_the_project_reads_cleaned_text(db):
    """A form that cleans nothing is a mere mixin: all that it is mixed in cleans."""
    formulaires = _formulaires()
    assert len(formulaires) > 50
    for classe in formulaires:
        fautives = [c for c in descendantes(classe) if not issubclass(c, (MessagesClairs, *RACINES))]
        if fautives == [classe]:
            assert descendantes(classe) - {classe}, f"{classe} reads what is typed as it comes"


@pytest.mark.parametrize("racine", RACINES)
def test_every_field_of_a_form_of_the_admin_is_read_clean(racine, db):
    """Whatever Wagtail starts a form from: the fields of the project's own classes are read through the cleaner."""
    for classe in descendantes(racine) & _formulaires():
        for champ in classe.base_fields.values():
            assert not hasattr(champ, "nettoie"), "the class itself is not changed"


def test_a_form_that_wagtail_makes_by_itself_cleans_a_new_field(db):
    from commune.models import Lieu

    class LieuForm(WagtailAdminModelForm):
        class Meta:
            model = Lieu
            fields = ["nom", "telephone"]

    form = LieuForm({"nom": f"E\u0301cole\u200b {E_EN_DEUX}", "telephone": "\u202a02\u00a061 91 00 51\u202c"})
    assert form.is_valid(), form.errors
    assert form.cleaned_data == {"nom": "École Éléonore", "telephone": "02 61 91 00 51"}


def test_a_model_form_of_ours_cleans_too(db):
    from espace_prive.famille.models import Enfant

    class EnfantForm(FormulaireModele):
        class Meta:
            model = Enfant
            fields = ["prenom"]

    form = EnfantForm({"prenom": f"\u200b{E_EN_DEUX}"})
    assert form.is_valid()
    assert unicodedata.is_normalized("NFC", form.cleaned_data["prenom"])
    assert meme_texte(form.cleaned_data["prenom"], "eleonore")
