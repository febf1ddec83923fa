"""From a form to its service: one way, whoever the page is for."""

import pytest
from django import forms as django_forms
from django.contrib.messages import get_messages
from django.contrib.messages.storage.fallback import FallbackStorage
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import HttpResponse

from common.errors import Refus
from common.forms import Formulaire, JourField
from common.rules import Non
from common.staff import forms as staff
from common.web.forms import attempt, button, form_page, put_beside, saisie, show

pytestmark = pytest.mark.django_db


class Essai(Formulaire):
    nom = django_forms.CharField()
    le = JourField(required=False)

    CHAMPS = {"pris": "nom", "ailleurs": None}
    CHAMP_PAR_DEFAUT = "le"


@pytest.fixture
def demande(rf):
    def faire(**champs):
        request = rf.post("/", champs) if champs else rf.get("/")
        request.session = {}
        request._messages = FallbackStorage(request)
        return request

    return faire


def dits(request):
    return [(m.level_tag, m.message) for m in get_messages(request)]


def page(request, action, **options):
    return form_page(
        request, Essai(saisie(request)), action=action, template="405.html", vers="/fini/", retour="/", **options
    )


def test_a_page_is_shown_then_done_then_said(demande):
    fait = []
    assert page(demande(), lambda: fait.append(1)).status_code == 200
    assert page(demande(nom=""), lambda: fait.append(1)).status_code == 422
    assert fait == []
    request = demande(nom="Anna")
    reponse = page(request, lambda: fait.append(1), succes="C’est noté.")
    assert (reponse.status_code, reponse.url, fait) == (302, "/fini/", [1])
    assert dits(request) == [("success", "C’est noté.")]


def test_what_an_action_answers_itself_is_sent_and_what_it_gives_says_where_to_go(demande):
    assert page(demande(nom="Anna"), lambda: HttpResponse("zip")).content == b"zip"
    request = demande(nom="Anna")
    form = Essai(saisie(request))
    reponse = form_page(request, form, action=lambda: 7, template="405.html", vers=lambda pk: f"/{pk}/")
    assert reponse.url == "/7/"


@pytest.mark.parametrize(("code", "champ"), [("pris", "nom"), ("ailleurs", NON_FIELD_ERRORS), ("autre", "le")])
def test_a_refusal_goes_beside_the_field_that_it_is_about(demande, code, champ):
    def refuser():
        raise Refus.of(Non(code, "Non, merci."))

    request = demande(nom="Anna")
    form = Essai(saisie(request))
    assert attempt(request, form, refuser) == (False, None)
    assert form.errors == {champ: ["Non, merci."]}
    assert form.has_error(champ, code)
    assert page(demande(nom="Anna"), refuser).status_code == 422


def test_what_the_constraints_of_a_model_refuse_goes_beside_its_fields_or_above(demande):
    form = Essai(saisie(demande(nom="Anna")))
    put_beside(form, ValidationError({"nom": ["Un."], "absent": ["Deux."], NON_FIELD_ERRORS: ["Trois."]}))
    assert form.errors == {"nom": ["Un."], NON_FIELD_ERRORS: ["Deux.", "Trois."]}


def test_a_page_of_several_forms_is_refused_as_soon_as_one_is(demande):
    bons, mauvais = Essai(saisie(demande(nom="Anna"))), Essai(saisie(demande(nom="")))
    assert show(demande(), "405.html", {"retour": "/"}, bons).status_code == 200
    assert show(demande(), "405.html", {"retour": "/"}, bons, mauvais).status_code == 422


@pytest.mark.parametrize(("bouton", "niveau"), [(button, "warning"), (staff.button, "error")])
def test_a_button_says_what_it_did_or_why_not(demande, bouton, niveau):
    def refuser():
        raise Refus("Trop tard.", code="tard")

    request = demande(nom="Anna")
    assert bouton(request, lambda: None, succes="Fait.", vers="/fini/").url == "/fini/"
    assert bouton(request, refuser, succes="Fait.", vers="/fini/", sinon="/ici/").url == "/ici/"
    assert dits(request) == [("success", "Fait."), (niveau, "Trop tard.")]


def test_a_day_is_given_by_the_browser_s_own_picker():
    assert 'type="date"' in str(Essai()["le"])
    form = Essai({"nom": "Anna", "le": "2026-11-09"})
    assert form.is_valid()
    assert str(form.cleaned_data["le"]) == "2026-11-09"
