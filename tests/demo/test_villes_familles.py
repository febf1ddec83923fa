"""What a family of each town reads and books."""

import re
from datetime import UTC, datetime

import pytest
from django.urls import reverse

from common import clock
from commune.models import AnneeScolaire
from commune.services import calendrier
from demo import pages
from demo.chargement.horloge import a_l_instant
from demo.chargement.ouvertures import ouvrir_places
from espace_prive.comptes.models import Utilisateur
from espace_prive.demarches.models import Demarche
from factures.facturation.models import Facture
from reservations.activites.enums import Fonctionnement
from reservations.activites.models import Creneau, Inscription, PeriodeReservation
from reservations.planning.models import Absence, Reservation
from tests.demo.villes import MARDI, des_villes, familles_et_reservations, reglages_code, ville
from tests.reservations.gestes import cocher, valider
from tests.tools.html import arbre, soupe, texte

__all__ = ["ville"]


# The blocks of the private home, by their names in the guide of the town, in their order.
BLOCS = [
    pytest.param("le-mesnil-saint-denis", ["Mes informations", "Ma famille"], marks=pytest.mark.feature("F118")),
    ("bondoufle", ["Mon espace", "Mon tableau de bord", "Mes démarches famille", "Membres de votre famille"]),
    ("bassens", ["Mon espace", "Mon tableau de bord", "Ma famille"]),
    ("donges", ["Mon espace", "Mon tableau de bord", "Ma famille", "Membres du foyer"]),
    ("bourges", ["Simulation des tarifs"]),
]


@pytest.mark.parametrize(("ville", "blocs"), BLOCS, indirect=["ville"])
def test_the_private_home_has_the_words_of_the_guide(client, ville, blocs):
    personne = Utilisateur.objects.create_user("seule", "seule@courriel.example", "quatre-chevaux-verts")
    client.force_login(personne)
    page = arbre(client.get("/espace/"))
    dits = [texte(h2) for h2 in page.find_all("h2")]
    dits += [texte(span) for span in page.find_all("span") if span.get("class") == "tuile__titre"]
    assert [dit for dit in dits if dit in blocs] == blocs


@pytest.mark.parametrize(
    ("ville", "phrase"),
    [
        ("donges", "reçue par courrier"),
        ("bondoufle", "envoyée par courriel"),
        ("bourges", ""),
        ("le-mesnil-saint-denis", ""),
        ("bassens", ""),
    ],
    indirect=["ville"],
)
def test_each_town_says_of_the_key_what_its_guide_says(client, ville, phrase):
    pages.charger_pages(ville)
    lue = texte(arbre(client.get("/")).select_one("main"))
    assert ("Munissez-vous de votre clé enfance" in lue) == bool(phrase)
    assert phrase in lue


@pytest.mark.feature("F141")
@pytest.mark.parametrize("ville", ["le-mesnil-saint-denis"], indirect=True)
def test_a_study_is_never_called_a_meal(client, ville, monkeypatch):
    """Four things in one day: each has its name, its hours and its word, in the order of the day."""
    familles_et_reservations(ville, monkeypatch)
    Reservation.objects.exclude(formule__activite__code__in=HORS_CANTINE).vivantes().update(
        etat="annulee", annulee_le=clock.maintenant(), cause="agent"
    )
    Absence.objects.all().delete()
    Demarche.objects.all().delete()
    client.force_login(Utilisateur.objects.get(identifiant="camille"))
    for adresse in ("/espace/", "/espace/reservations/absence/?tous=1"):
        lue = texte(arbre(client.get(adresse)).select_one("main"))
        assert "Malo" in lue
        assert not re.search(r"repas|command|mange", sans_les_formules(lue)), adresse
    # What a class does not do, nobody of that class is registered for.
    assert set(Inscription.objects.filter(activite__code="etude").values_list("enfant__prenom", flat=True)) >= {"Zoé"}
    assert not Inscription.objects.filter(activite__code="etude", enfant__prenom="Malo").exists()
    cases = [texte(c) for c in arbre(client.get("/espace/reservations/absence/?tous=1")).find_all("label")]
    cases = [c for c in cases if c.startswith(("Malo, ", "Zoé, "))]
    assert len(set(cases)) == len(cases) > 0
    du_jour = [c for c in cases if c.partition(" :")[0] == jour_le_plus_rempli(cases)]
    heures = [int(re.search(r"de (\d+)\sh", c)[1]) for c in du_jour]
    assert len(heures) > 1
    assert heures == sorted(heures)
    rangees = [texte(r) for r in soupe(client.get("/espace/")).select(".notre-semaine__rangee b")]
    assert len(set(rangees)) >= 4, rangees
    zoe = Inscription.objects.filter(enfant__prenom="Zoé").first().enfant_id
    agenda = texte(arbre(client.get(f"/espace/enfants/{zoe}/")).select_one("main"))
    assert re.search(r"Étude 16\sh\s30 – 18\sh", agenda)


HORS_CANTINE = ("accueil-du-matin", "etude", "accueil-du-soir")


def sans_les_formules(lue):
    """Give what is read without the names of the formules that hold a meal, in small letters."""
    return re.sub("journée avec repas|matin avec repas|panier-repas", "", lue.lower())


def jour_le_plus_rempli(cases):
    """Give the child and the day that most lines name."""
    jours = [case.partition(" :")[0] for case in cases]
    return max(jours, key=jours.count)


# The activities of the guides, by the numbers of the features: each is booked, shown with its note, or subscribed to.
SERVICES = [
    pytest.param("donges", marks=pytest.mark.feature("F107", "F108", "F110", "F111")),
    pytest.param("bondoufle", marks=pytest.mark.feature("F107", "F108", "F110", "F111")),
    pytest.param("le-mesnil-saint-denis", marks=pytest.mark.feature("F107", "F108", "F109", "F110", "F111")),
    pytest.param("bassens", marks=pytest.mark.feature("F107", "F108", "F110", "F111", "F112")),
    pytest.param("bourges", marks=pytest.mark.feature("F107", "F110", "F111")),
]
# What opens and is not for two children of the first public school, in nursery and in second year.
PAS_POUR_EUX = {"restauration-saint-joseph", "service-jeunesse"}
# Four weeks before its holidays, Bassens opens their bookings.
OUVERTURE = {"bassens": datetime(2026, 11, 24, 10, tzinfo=UTC)}


@pytest.mark.parametrize("ville", SERVICES, indirect=True)
def test_a_parent_of_the_demonstration_books_there(client, ville, monkeypatch):
    familles_et_reservations(ville, monkeypatch)
    parent = Utilisateur.objects.get(identifiant="camille")
    assert Facture.objects.filter(payeur__foyer__nom=parent.last_name, total__gt=0).exists()
    agent = Utilisateur.objects.get(identifiant="agent")
    assert agent.habilitations.get().service.code == ville["activites"][0]["service"]

    ouvertes = {a["code"] for a in ville["activites"] if a.get("ouvertures") and a.get("demonstration", True)}
    inscriptions = Inscription.objects.pour(parent)
    assert {i.activite.code for i in inscriptions} == ouvertes - PAS_POUR_EUX
    with a_l_instant(OUVERTURE.get(reglages_code(ville), clock.maintenant())):
        client.force_login(parent)
        for inscription in inscriptions.filter(enfant__prenom="Malo").order_by("activite"):
            libres = jours_libres(client, inscription)
            if inscription.activite.fonctionnement != Fonctionnement.RESERVATION:
                assert libres == []
                notes = [n["data-titre"] for n in arbre(client.get("/espace/")).select(".notre-semaine__note")]
                assert any(inscription.activite.nom_courant.capitalize() in note for note in notes), notes
                continue
            assert libres, f"no day to book: {inscription}"
            avant = Reservation.objects.vivantes().count()
            reserver(client, *libres[0])
            assert Reservation.objects.vivantes().count() == avant + 1, inscription


@des_villes
def test_what_opens_follows_the_calendar(ville):
    """School days for what runs in school time, the sessions for what runs in the holidays; each the days it says."""
    annee = AnneeScolaire.objects.get(du__lte=MARDI, au__gte=MARDI)
    ouvrir_places(ville, annee)
    ecole = calendrier()
    ouverts = [a for a in ville["activites"] if a.get("ouvertures")]
    assert any(a.get("jours_vacances") for a in ouverts)
    for activite in ouverts:
        creneaux = Creneau.objects.filter(unite__activite__code=activite["code"])
        jours = set(creneaux.values_list("date", flat=True))
        en_vacances = {jour for jour in jours if ecole.nom_des_vacances(jour)}
        assert {j.weekday() for j in en_vacances} == set(activite.get("jours_vacances", [])), activite["code"]
        assert {j.weekday() for j in jours - en_vacances} == set(activite.get("jours", [0, 1, 3, 4])), activite["code"]
        assert jours.isdisjoint(ecole.feries)
        sessions = PeriodeReservation.objects.filter(activite__code=activite["code"], session=True)
        assert sessions.count() == (4 if "sessions" in activite else 0)
    avant = Creneau.objects.count()
    ouvrir_places(ville, annee)
    assert Creneau.objects.count() == avant


def jours_libres(client, inscription):
    """Give what the calendar offers in the three months to come: (address, the value of the cell)."""
    trouves = []
    for mois in ("2026-12", "2027-01", "2027-02"):
        url = reverse("planning:mois", args=[mois])
        page = arbre(client.get(url))
        cases = [c["value"] for c in page.select("input[name=choix]:not([checked])")]
        for menu in page.select("select[name=choix]"):
            if not any(o.get("value") for o in menu.select("option[selected]")):
                cases += [o["value"] for o in menu.select("option[value]")]
        trouves += [(url, valeur) for valeur in cases if valeur.startswith(f"{inscription.pk}:")]
    return trouves


def reserver(client, url, valeur):
    """Tick a cell and go through the recap, as a browser would."""
    assert cocher(client, valeur, page=url).status_code == 302
    fin = valider(client)
    assert fin.status_code == 302, texte(arbre(fin).select_one("main"))
