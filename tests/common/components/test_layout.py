"""The frame of every page, mail and printed document."""

from io import BytesIO

import pytest
import weasyprint
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.template import engines
from django.template.loader import render_to_string
from django.test import RequestFactory
from pypdf import PdfReader
from weasyprint.urls import URLFetcher

from common.clock import maintenant
from common.components.affichage import Lien
from common.files.blason import blason_data
from commune.models import Reglages
from tests.factories.comptes import UtilisateurFactory
from tests.tools.html import texte, un

COMMUNE = Reglages(
    nom="Ville de Donges",
    slogan="Avec mon espace, je me facilite la vie !",
    adresse="Place de la Mairie",
    code_postal="44480",
    telephone="02 61 91 00 00",
    courriel="mairie@donges.example",
    site_principal="https://donges.example/",
)
PAGE = '{% extends "layout/espace.html" %}{% block content %}<p>Corps</p>{% endblock %}'


def gabarit(texte):
    return engines["django"].from_string(texte)


def page(utilisateur, texte=PAGE, **contexte):
    requete = RequestFactory().get("/espace/factures/")
    requete.user = utilisateur
    return gabarit(texte).render({"commune": COMMUNE, "titre": "Mes factures", "request": requete, **contexte})


@pytest.mark.parametrize("nom", ["403.html", "404.html", "500.html", "403_csrf.html"])
def test_error_pages_stand_without_any_context(nom):
    html = render_to_string(nom)
    assert html.count("<h1") == 1
    assert ("Espace Famille" in html) == (nom != "500.html"), "a page that knows no town names no portal"
    assert "erreur 4" not in html.lower(), "no code is thrown at people"


@pytest.mark.feature("F021", "F023", "F025")
def test_visitor_finds_rubrics_sign_in_and_the_legal_footer():
    html = page(
        AnonymousUser(),
        rubriques=[Lien(titre="Menus", url="/menus/", courante=True)],
        liens_legaux=[Lien(titre="Mentions légales", url="/mentions/"), Lien(titre="Contact", url="/contact/")],
    )
    assert 'href="/menus/" aria-current="page"' in html
    assert "Se connecter" in html
    assert "Déconnexion" not in html
    for attendu in ("Mentions légales", "Contact", COMMUNE.slogan, "Retour au site principal", "Accessibilité"):
        assert attendu in html
    assert "barre-basse" not in html
    assert texte(un(html, "title")) == "Mes factures – Espace Famille – Ville de Donges"


@pytest.mark.feature("F055", "F056", "F058")
def test_parent_is_greeted_and_can_leave():
    parent = UtilisateurFactory.build(civilite="mme", last_name="Le Goff", connexion_precedente=maintenant())
    html = page(parent)
    assert "Bonjour Madame Le Goff" in html
    assert "Dernière connexion le mardi 10 novembre à 10 h" in texte(html)
    assert "Mon accueil" in html
    assert "Déconnexion" in texte(un(html, "form[method=post][action]"))
    assert un(html, ".barre-basse a[aria-current=page]")["href"] == "/espace/factures/"


def test_agent_has_no_phone_bar_and_a_first_visit_no_last_one():
    html = page(UtilisateurFactory.build(is_staff=True))
    assert "barre-basse" not in html
    assert "Dernière connexion" not in html


def test_messages_are_told_with_their_state():
    html = page(AnonymousUser(), messages=[Message(constants.SUCCESS, "Enregistré"), Message(constants.ERROR, "Non")])
    assert "Enregistré" in texte(un(html, "[data-variante=success][role=status]"))
    assert "Non" in texte(un(html, "[data-variante=danger][role=alert]"))


def test_title_says_when_something_is_to_correct():
    class Faux:
        errors = {"nom": ["Renseignez le nom."]}

    assert texte(un(page(AnonymousUser(), form=Faux()), "title")).startswith("Erreur : Mes factures")


def test_mail_has_one_button_and_a_text_twin():
    contexte = {"commune": COMMUNE, "url": "https://portail.example/x/"}
    html = gabarit('{% extends "layout/email.html" %}{% block phrase %}Activez.{% endblock %}').render(contexte)
    assert html.count(' style="display:inline-block') == 1
    assert "<table" not in html
    texte = gabarit('{% extends "layout/email.txt" %}{% block phrase %}C’est à « vous ».{% endblock %}').render(
        contexte
    )
    assert texte.startswith("C’est à « vous ».")
    assert "https://portail.example/x/" in texte
    assert "&" not in texte


def test_printed_page_is_tagged_counted_and_fetches_nothing():
    html = gabarit(
        '{% extends "layout/pdf.html" %}{% block title %}Facture{% endblock %}'
        "{% block destinataire %}Madame Le Goff{% endblock %}{% block content %}<p>Corps</p>{% endblock %}"
    ).render({"commune": COMMUNE, "blason_data": blason_data(COMMUNE), "expediteur": [], "reference": "F 1"})

    fetcher = URLFetcher(allowed_protocols=["data"], fail_on_errors=True)
    octets = weasyprint.HTML(string=html, url_fetcher=fetcher).write_pdf(pdf_variant="pdf/ua-1")
    document = PdfReader(BytesIO(octets))
    assert document.trailer["/Root"]["/MarkInfo"]["/Marked"]
    texte = document.pages[0].extract_text()
    assert "Page 1 / 1" in texte
    assert "Madame Le Goff" in texte
