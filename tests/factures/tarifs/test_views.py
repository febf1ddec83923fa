"""« Calculer mon tarif » : every way to a price, every mistake, and nothing kept."""

import logging
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from common.models import Journal
from config import gunicorn
from espace_prive.famille.models import LienParental, Rattachement
from factures.tarifs.forms import SimulateurForm
from factures.tarifs.models import Grille
from reservations.activites.models import Formule
from tests.factories.commune import grille_de
from tests.factories.famille import EnfantFactory, famille
from tests.factures.tarifs import baremes
from tests.factures.tarifs.test_grilles import garder
from tests.tools.html import arbre, texte

D = Decimal
URL = "/tarifs/calculer/"
BASE = {"methode": "quotient", "quotient": "640", "enfants": "1", "residence": "commune"}


@pytest.fixture
def mercredis(donges):
    """Add a second formule, by rate, with a surcharge for the outside; and a third, by rank of the child."""
    for code, bareme, unite in (
        ("demi-journee", baremes.DONGES_DEMI_JOURNEE, "demi_journee"), ("journee", baremes.WAVRIN, "journee"),
    ):  # fmt: skip
        formule = Formule.objects.create(activite=donges.cantine, code=code, nom=code.capitalize())
        garder(formule, bareme, du=date(2026, 9, 1), unite=unite)


def lire(client, **reponses):
    reponse = client.get(URL, BASE | reponses)
    assert reponse.status_code == 200
    return reponse


def prix(reponse):
    """Give what the result says: {thing: (price, why)}."""
    page = arbre(reponse)
    resultat = next((e for e in page.find_all("section") if e.get("id") == "resultat"), None)
    if resultat is None:
        return None
    return {
        texte(tr.find("th")): tuple(texte(td) for td in tr.find_all("td"))
        for tr in resultat.find_all("tr")
        if tr.find("td") is not None
    }


@pytest.mark.feature("F147")
def test_a_known_quotient_gives_the_price_of_everything_and_why(client, donges, mercredis):
    page = lire(client)
    assert prix(page) == {
        "Repas": ("1,00 € par repas", "Quotient familial 640 : tranche de 500,01 à 1 000"),
        "Demi-journee": ("2,69 € par demi-journée", "Taux d’effort 0,42 % × 640 = 2,69 €"),
        "Journee": ("7,86 € par journée", "Quotient familial 640 : tranche de 500,01 à 800, 1er enfant"),
    }
    assert "Un repas pris sans réservation coûte" in page.content.decode()


@pytest.mark.feature("F147", "F148")
def test_a_simulated_price_says_which_grid_it_comes_from(client, donges, mercredis):
    """A grid that is fictional, or old, is so in the simulator too; a reason that two grids share is said once."""
    Grille.objects.filter(formule__code="repas").update(deliberation="Grille fictive, pour la démonstration")
    mots = texte(arbre(lire(client)).select_one("main"))
    assert "En vigueur depuis le 1er septembre 2024. Grille fictive, pour la démonstration." in mots
    assert mots.count("En vigueur depuis le 1er septembre 2026.") == 1
    client.force_login(famille(donges).utilisateur)
    assert "Grille fictive" in texte(arbre(client.get("/espace/calculer-mon-tarif/")).select_one("main"))


@pytest.mark.feature("F147")
def test_the_town_or_outside_and_the_number_of_children_change_the_price(client, donges, mercredis):
    trouves = prix(lire(client, residence="ailleurs", enfants="2"))
    assert trouves["Repas"][0] == "1,00 € par repas"
    assert trouves["Demi-journee"] == (
        "3,23 € par demi-journée", "Taux d’effort 0,42 % × 640 = 2,69 €, hors commune : 20 % de plus",
    )  # fmt: skip
    assert trouves["Journee"][0] == "14,00 € par journée"
    assert not trouves["Journee"][1].endswith("suivants"), "outside, no child is after another"
    trouves = prix(lire(client, enfants="5"))
    assert [(nom, p[0]) for nom, p in trouves.items() if nom.startswith("Journee")] == [
        ("Journee, 1er enfant", "7,86 € par journée"),
        ("Journee, 2e enfant", "7,10 € par journée"),
        ("Journee, 3e enfant", "6,42 € par journée"),
        ("Journee, 4e enfant et 5e enfant", "5,80 € par journée"),
    ]
    assert trouves["Journee, 4e enfant et 5e enfant"][1].endswith("4e enfant et suivants")
    assert trouves["Journee, 3e enfant"][1].endswith("3e enfant")
    assert len(prix(lire(client, enfants="15"))) == len(trouves), "a large family's page is no longer"


@pytest.mark.feature("F146", "F147")
def test_the_quotient_is_worked_out_as_the_caf_does(client, donges):
    page = lire(client, methode="caf", quotient="", revenus="24 000", prestations="148,52 €", enfants="2")
    assert "(24 000,00 € ÷ 12 + 148,52 €) ÷ 3 parts = 716" in texte(arbre(page))
    assert prix(page)["Repas"] == ("1,00 € par repas", "Quotient familial 716 : tranche de 500,01 à 1 000")


@pytest.mark.feature("F146", "F147")
def test_the_quotient_is_worked_out_from_the_tax_notice(client, donges):
    page = lire(client, methode="fiscal", quotient="", revenu_fiscal="31866", parts="2,5")
    assert "Quotient calculé : 31 866,00 € ÷ 12 ÷ 2,5 parts = 1 062,20" in texte(arbre(page))
    assert prix(page)["Repas"][0] == "2,60 € par repas"


def test_who_says_nothing_reads_the_highest_price(client, donges):
    assert prix(lire(client, methode="inconnu", quotient=""))["Repas"] == (
        "4,35 € par repas", "Aucun quotient connu : tarif le plus élevé",
    )  # fmt: skip


def test_a_rate_on_the_income_uses_the_income_that_was_typed(client, donges):
    formule = Formule.objects.create(activite=donges.cantine, code="creche", nom="Crèche")
    garder(formule, baremes.CRECHE, du=date(2026, 9, 1), unite="heure")
    page = lire(client, methode="caf", quotient="", revenus="36000", enfants="2")
    assert prix(page)["Crèche"] == (
        "1,55 € par heure", "Taux d’effort 0,0516 % × 3 000 € par mois = 1,55 €, 2 enfants",
    )  # fmt: skip
    assert prix(lire(client, enfants="2"))["Crèche"][1] == "Ressources inconnues : tarif le plus élevé, 2 enfants"


def test_with_a_known_quotient_the_income_may_be_typed_where_a_grid_asks_for_it(client, donges):
    assert 'name="ressources"' not in client.get(URL).content.decode(), "no grid asks for it"
    formule = Formule.objects.create(activite=donges.cantine, code="heure", nom="Heure")
    garder(formule, baremes.CRECHE, du=date(2026, 9, 1), unite="heure")
    assert 'name="ressources"' in client.get(URL).content.decode()
    assert prix(lire(client))["Heure"][1].startswith("Ressources inconnues : tarif le plus élevé")
    page = lire(client, ressources="2 000")
    assert "Ressources indiquées : 2 000,00 € par mois." in texte(arbre(page).select_one("main"))
    assert prix(page)["Heure"] == prix(lire(client, methode="caf", revenus="24000"))["Heure"]
    assert prix(page)["Repas"] == prix(lire(client))["Repas"]
    assert "Divisez les revenus" in lire(client, ressources="300000").content.decode()
    client.force_login(famille(donges).utilisateur)
    privee = client.get("/espace/calculer-mon-tarif/", {"methode": "quotient", "quotient": "640", "enfants": "1"})
    assert 'name="ressources"' in privee.content.decode()


@pytest.mark.parametrize("ecrit", ["640", "640,00", "640.0", " 640 ", "640\u202f€", "0640", "640 euros", "6 40"])
def test_a_number_is_read_however_it_is_typed(client, donges, ecrit):
    assert prix(lire(client, quotient=ecrit))["Repas"][0] == "1,00 € par repas"


@pytest.mark.parametrize(
    ("reponses", "phrase"),
    [
        ({"quotient": ""}, "Écrivez votre quotient, ou choisissez une autre façon de le trouver."),
        ({"quotient": "abc"}, "Écrivez un nombre, par exemple 640 ou 640,50."),
        ({"quotient": "-20"}, "Écrivez un nombre positif, sans signe moins."),
        ({"quotient": "6,405"}, "Écrivez au plus deux chiffres après la virgule, et aucun point entre les milliers."),
        ({"quotient": "1.234"}, "Écrivez au plus deux chiffres après la virgule, et aucun point entre les milliers."),
        ({"quotient": "999999"}, "Ce quotient est trop grand pour un quotient par mois."),
        ({"quotient": "NaN"}, "Écrivez un nombre"),
        ({"quotient": "1e3"}, "Écrivez un nombre"),
        ({"quotient": "٦٤٠"}, "Écrivez un nombre"),
        ({"quotient": "9" * 5000}, "Ce quotient est trop grand"),
        ({"quotient": "<script>"}, "Écrivez un nombre"),
        ({"enfants": ""}, "Renseignez « Nombre d’enfants à votre charge »."),
        ({"enfants": "0"}, "Écrivez au moins 1 enfant."),
        ({"enfants": "2,5"}, "Écrivez un nombre entier, par exemple 2."),
        ({"enfants": "40"}, "Écrivez au plus 15 enfants."),
        ({"enfants": "9" * 5000}, "Écrivez au plus 15 enfants."),
        ({"methode": "caf", "revenus": "9" * 5000}, "Ce revenu est trop grand."),
        ({"residence": "lune"}, "Choisissez une des réponses proposées pour « Vous habitez »."),
        ({"residence": ""}, "Choisissez une réponse pour « Vous habitez »."),
        ({"methode": ""}, "Choisissez une réponse pour « Votre quotient familial »."),
        ({"methode": "caf"}, "Écrivez vos revenus de l’année. Sans revenu, écrivez 0."),
        ({"methode": "caf", "revenus": "3 000 000"}, "Ce revenu est trop grand."),
        ({"methode": "caf", "revenus": "0", "handicap": "2"}, "Il y a plus d’enfants ici"),
        ({"methode": "fiscal", "revenu_fiscal": "1000"}, "Recopiez le nombre de parts de votre avis"),
        ({"methode": "fiscal", "revenu_fiscal": "1000", "parts": "0"}, "Un foyer a au moins 1 part."),
    ],
)
def test_what_makes_no_price_is_said_beside_its_field_and_nothing_is_lost(client, donges, reponses, phrase):
    page = lire(client, **reponses)
    assert prix(page) is None
    mots = texte(arbre(page))
    assert phrase in mots
    assert "à corriger" in mots
    saisies = {e.get("name"): e.get("value") for e in arbre(page).find_all("input") if e.get("type") == "text"}
    for nom, valeur in (BASE | reponses).items():
        if nom in saisies:
            assert (saisies[nom] or "") == valeur
    champ = next(nom for nom in SimulateurForm(BASE | reponses).errors)
    entree = next(e for e in arbre(page).find_all(True) if e.get("name") == champ)
    assert entree.get("aria-invalid") == "true"


def test_only_the_chosen_way_counts_and_the_others_keep_what_was_typed(client, donges):
    page = lire(client, revenus="n’importe quoi", parts="-3")
    assert prix(page)["Repas"][0] == "1,00 € par repas"
    assert "n’importe quoi" in page.content.decode()


def test_the_empty_page_is_a_form_without_errors_nor_result(client, donges):
    for page in (client.get(URL), client.get(URL, {"utm_source": "courriel"})):
        assert prix(page) is None
        assert "à corriger" not in texte(arbre(page))


def test_without_any_grid_the_page_says_so(client, db):
    assert "Aucun tarif aujourd’hui" in lire(client).content.decode()


def test_nothing_is_kept_and_the_address_goes_nowhere(client, donges, caplog):
    with caplog.at_level(logging.DEBUG), CaptureQueriesContext(connection) as requetes:
        page = lire(client, methode="caf", revenus="31415", quotient="")
    assert not [r["sql"] for r in requetes if r["sql"].split()[0] in ("INSERT", "UPDATE", "DELETE")]
    assert not Journal.objects.exists()
    assert "31415" not in "".join(r.getMessage() for r in caplog.records if r.name != "django.db.backends")
    assert page["Cache-Control"] == "no-store, private"
    assert page["Referrer-Policy"] == "strict-origin"
    assert page["X-Robots-Tag"] == "noindex"
    assert not page.cookies
    assert gunicorn.accesslog is None


def test_only_reading_is_allowed(client, donges):
    assert client.post(URL, BASE).status_code == 405


def test_a_grid_to_come_does_not_price_today(client, donges):
    donges.grille.au = date(2026, 12, 31)
    donges.grille.save()
    grille_de(donges.formule, [(None, "9.00")], du=date(2027, 1, 1))
    assert prix(lire(client))["Repas"][0] == "1,00 € par repas"


@pytest.mark.parametrize("grilles", [1, 6])
def test_the_number_of_queries_does_not_depend_on_the_grids(client, donges, grilles, django_assert_max_num_queries):
    for rang in range(grilles):
        formule = Formule.objects.create(activite=donges.cantine, code=f"f{rang}", nom=f"Formule {rang}")
        grille_de(formule, [("500", "1.00"), (None, "2.00")])
    client.get(URL)
    with django_assert_max_num_queries(12):
        assert len(prix(lire(client))) == grilles + 1


# Signed in

PRIVEE = "/espace/calculer-mon-tarif/"


def section(reponse, titre):
    page = arbre(reponse)
    trouvee = next(s for s in page.find_all("section") if s.get("aria-labelledby") == titre)
    return {
        texte(tr.find("th")): tuple(texte(td) for td in tr.find_all("td"))
        for tr in trouvee.find_all("tr")
        if tr.find("td") is not None
    }


@pytest.mark.feature("F147")
def test_signed_in_the_page_starts_from_the_family(client, donges, mercredis):
    maison = famille(donges, enfants=2, quotient="640")
    client.force_login(maison.utilisateur)
    page = client.get(PRIVEE)
    un, deux = (e.prenom for e in maison.enfants)
    trouves = section(page, "titre-actuels")
    assert trouves["Repas"] == ("1,00 € par repas", "Quotient familial 640 : tranche de 500,01 à 1 000")
    assert trouves[f"Journee, {un}"][0] == "7,86 € par journée"
    assert trouves[f"Journee, {deux}"][0] == "7,10 € par journée"
    assert "connu de la mairie : 640" in texte(arbre(page))
    assert "640" not in page.request["QUERY_STRING"]


def test_the_prices_shown_are_those_that_bill(client, donges, mercredis):
    from factures.tarifs.services import Tarificateur

    maison = famille(donges, enfants=2, quotient="1100", hors_commune=True)
    client.force_login(maison.utilisateur)
    trouves = section(client.get(PRIVEE), "titre-actuels")
    formules = Formule.objects.all()
    tarifs = Tarificateur([f.pk for f in formules], [maison.foyer.pk])
    for formule in formules:
        for enfant in maison.enfants:
            attendu = tarifs.prix(formule.pk, maison.foyer.pk, date(2026, 11, 10), enfant.pk).montant
            ligne = trouves.get(formule.nom) or trouves[f"{formule.nom}, {enfant.prenom}"]
            assert ligne[0].startswith(f"{attendu}".replace(".", ","))


def test_another_quotient_is_tried_on_the_same_children(client, donges, mercredis):
    maison = famille(donges, enfants=2, quotient="640")
    client.force_login(maison.utilisateur)
    page = client.get(PRIVEE, {"methode": "quotient", "quotient": "300", "enfants": "2"})
    assert section(page, "titre-resultat")["Repas"][0] == "0,85 € par repas"
    assert section(page, "titre-actuels")["Repas"][0] == "1,00 € par repas"
    assert maison.foyer.quotients.get().valeur == 640
    assert "à corriger" in texte(arbre(client.get(PRIVEE, {"methode": "quotient", "quotient": "x", "enfants": "2"})))


def test_without_a_quotient_the_page_says_what_to_do(client, donges):
    maison = famille(donges, quotient=None)
    client.force_login(maison.utilisateur)
    page = client.get(PRIVEE)
    assert section(page, "titre-actuels")["Repas"][0] == "4,35 € par repas"
    assert "La mairie ne connaît pas votre quotient" in page.content.decode()


def test_a_child_that_the_parent_may_not_see_counts_and_is_not_named(client, donges, mercredis):
    maison = famille(donges, enfants=1, quotient="640")
    aine = EnfantFactory(prenom="Aldéric", naissance=date(2014, 1, 1))
    Rattachement.objects.create(enfant=aine, foyer=maison.foyer, du=date(2026, 9, 1))
    autre = famille(donges)
    LienParental.objects.create(enfant=aine, responsable=autre.responsable, qualite="pere", du=date(2026, 9, 1))
    client.force_login(maison.utilisateur)
    page = client.get(PRIVEE)
    assert "Aldéric" not in page.content.decode()
    assert section(page, "titre-actuels")["Journee"][0] == "7,10 € par journée"


def test_a_parent_without_a_household_is_told_so(client, donges):
    maison = famille(donges)
    maison.responsable.appartenances.all().delete()
    client.force_login(maison.utilisateur)
    assert "Votre foyer n’est pas encore connu" in client.get(PRIVEE).content.decode()


def test_the_private_page_asks_for_a_sign_in_and_the_public_one_leads_to_it(client, donges):
    assert client.get(PRIVEE).status_code == 302
    client.force_login(famille(donges).utilisateur)
    assert reverse("tarifs:calculer_pour_moi") in client.get(URL).content.decode()
