"""What a family of each town reads and books."""

import re

import pytest
from django.urls import reverse

from common import clock
from commune.models import AnneeScolaire
from commune.services import calendrier
from demo import pages
from demo.chargement.commune import ouvrir_places
from espace_prive.comptes.models import Utilisateur
from factures.facturation.models import Facture
from reservations.activites.models import Creneau, Inscription
from reservations.planning.models import Reservation
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
    client.force_login(Utilisateur.objects.get(identifiant="camille"))
    for adresse in ("/espace/", "/espace/reservations/absence/?tous=1"):
        lue = texte(arbre(client.get(adresse)).select_one("main"))
        assert "Malo" in lue
        assert not re.search(r"repas|command|mange", lue.replace("Journée avec repas", "").lower()), adresse
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
    assert "Étude surveillée, de 16 h 30 à 18 h" in agenda.replace("\xa0", " ")


HORS_CANTINE = ("accueil-du-matin", "etude", "accueil-du-soir")


def jour_le_plus_rempli(cases):
    """Give the child and the day that most lines name."""
    jours = [case.partition(" :")[0] for case in cases]
    return max(jours, key=jours.count)


@des_villes
def test_a_parent_of_the_demonstration_books_there(client, ville, monkeypatch):
    familles_et_reservations(ville, monkeypatch)
    parent = Utilisateur.objects.get(identifiant="camille")
    assert Facture.objects.filter(payeur__foyer__nom=parent.last_name, total__gt=0).exists()
    agent = Utilisateur.objects.get(identifiant="agent")
    assert agent.habilitations.get().service.code == ville["activites"][0]["service"]

    ouvertes = {a["code"] for a in ville["activites"] if a.get("ouvertures")}
    inscriptions = Inscription.objects.pour(parent)
    assert {i.activite.code for i in inscriptions} == ouvertes
    client.force_login(parent)
    for inscription in inscriptions.filter(enfant__prenom="Malo").order_by("activite"):
        libres = jours_libres(client, inscription)
        assert libres, f"no day to book: {inscription}"
        avant = Reservation.objects.vivantes().count()
        reserver(client, *libres[0])
        assert Reservation.objects.vivantes().count() == avant + 1, inscription


@des_villes
def test_an_activity_of_holidays_opens_in_holidays_only(ville):
    """And one of school days on none of them; the calendar decides, whatever the file opens."""
    annee = AnneeScolaire.objects.get(du__lte=MARDI, au__gte=MARDI)
    ouvrir_places(ville, [annee])
    ecole = calendrier()
    ouverts = {a["code"]: a for a in ville["activites"] if a.get("ouvertures")}
    assert any(a.get("jours_vacances") for a in ouverts.values()) == (reglages_code(ville) != "donges")
    for code, activite in ouverts.items():
        jours = set(Creneau.objects.filter(unite__activite__code=code).values_list("date", flat=True))
        assert jours, code
        en_vacances = {jour for jour in jours if ecole.nom_des_vacances(jour)}
        if all(o.get("pendant") == "vacances" for o in activite["ouvertures"]):
            assert en_vacances == jours, (code, sorted(jours - en_vacances)[:3])
        elif not activite.get("jours_vacances"):
            assert en_vacances == set(), (code, sorted(en_vacances)[:3])


def jours_libres(client, inscription):
    """Give what the calendar offers in the three months to come: (address, the value of the cell)."""
    trouves = []
    for mois in ("2026-12", "2027-01", "2027-02"):
        url = reverse("planning:mois", args=[mois])
        page = arbre(client.get(url))
        cases = [c["value"] for c in page.select("input[name=choix]:not([checked]), select[name=choix] option[value]")]
        trouves += [(url, valeur) for valeur in cases if valeur.startswith(f"{inscription.pk}:")]
    return trouves


def reserver(client, url, valeur):
    """Tick a cell and go through the recap, as a browser would."""
    assert cocher(client, valeur, page=url).status_code == 302
    fin = valider(client)
    assert fin.status_code == 302, texte(arbre(fin).select_one("main"))
