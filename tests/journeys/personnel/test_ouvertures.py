"""A whole year by screens alone: an activity from nothing, next September, a holiday session, a day off and back."""

import re

import pytest

from reservations.activites.models import Activite, Creneau, PeriodeReservation
from reservations.planning.models import Reservation

pytestmark = pytest.mark.journey


def envoyer(quelqu_un, bouton="Vérifier", **champs):
    """Fill the fields of a form by their names, tick those given as lists, and press a button."""
    page = quelqu_un.page
    for nom, valeur in champs.items():
        for coche in valeur if isinstance(valeur, list) else ():
            page.locator(f"main [name={nom}][value='{coche}']").check()
        if isinstance(valeur, str):
            controle = page.locator(f"main [name={nom}]")
            if controle.evaluate("e => e.tagName") == "SELECT":
                controle.select_option(label=valeur)
            else:
                controle.fill(valeur)
    quelqu_un.clique(bouton)


def ajouter(quelqu_un, lien, **champs):
    """Add a part of the activity whose page is shown; read what it changes first, when it changes something."""
    quelqu_un.clique(lien, role="link")
    enregistrer(quelqu_un, **champs)


def enregistrer(quelqu_un, **champs):
    """Fill the form and check it; save what it announces, when it announces something."""
    envoyer(quelqu_un, **champs)
    quelqu_un.page.get_by_text(re.compile("Rien n’est encore enregistré|C’est enregistré")).first.wait_for()
    if quelqu_un.page.get_by_text("Rien n’est encore enregistré").count():
        quelqu_un.clique("Enregistrer")
    quelqu_un.voit("C’est enregistré", patience=15)


@pytest.mark.parametrize("largeur", ["ordinateur", "téléphone"])
def test_an_activity_from_nothing_to_a_year_and_a_session(portail, agent, largeur):
    admin = agent("admin", largeur=largeur)
    nom = f"Atelier {largeur}"
    admin.va("/gestion/activites/")
    admin.clique("Nouvelle activité", role="link")
    enregistrer(
        admin, nom=nom, nom_courant="atelier", service="Affaires scolaires", regie="Affaires scolaires",
        jours=["2"], jours_vacances=["0", "1"],
    )  # fmt: skip
    admin.voit("il reste à dire")
    ajouter(admin, "Ajouter une unité", nom="Séance", debut="14:00", fin="16:00")
    ajouter(admin, "Ajouter une formule", nom="Séance", unites=[str(_unite(portail, nom))])
    ajouter(admin, "Ajouter des places", lieu="Centre de loisirs des Marais", places="12")
    admin.voit("Aucun jour à venir n’est ouvert")

    admin.clique("Ouvrir une année", role="link")
    _ne_garder_que(admin, nom)
    envoyer(admin, quand="2026-2027")
    admin.voit("Ce que cela ouvre aux familles", nom, "décembre 2026", "12")
    admin.photographie(f"ouvrir-{largeur}")
    admin.clique("Ouvrir ces jours")
    admin.voit("C’est ouvert")
    assert {c.date.weekday() for c in _creneaux(portail, nom)} == {2}

    admin.clique("Ouvrir une session de vacances", role="link")
    _ne_garder_que(admin, nom)
    admin.page.locator("main [name=quand]").select_option(index=0)
    envoyer(admin, ouvre_le="2026-11-20T09:00")
    admin.voit("Ce que cela ouvre aux familles")
    admin.clique("Ouvrir ces jours")
    admin.voit("C’est ouvert")
    periode = portail.objets(PeriodeReservation).get(activite__nom=nom)
    vacances = [c.date for c in _creneaux(portail, nom) if periode.du <= c.date <= periode.au]
    assert {jour.weekday() for jour in vacances} == {0, 1}


def _unite(portail, nom):
    return portail.objets(Activite).get(nom=nom).unites.get().pk


def _creneaux(portail, nom):
    return list(portail.objets(Creneau).filter(unite__activite__nom=nom))


def _ne_garder_que(admin, nom):
    for case in admin.page.locator("main [name=ou]").all():
        case.set_checked(nom in case.locator("xpath=ancestor::label").inner_text())


def test_a_day_off_added_then_removed_by_an_agent(portail, agent):
    """A day booked by nobody but the demonstration's families: its bookings go, and come back."""
    booked = portail.objets(Reservation).filter(etat="confirmee", date__gt="2026-11-30", absence=None)
    jour = booked.order_by("date").first().date
    combien = booked.filter(date=jour).count()
    admin = agent("admin")
    admin.va("/gestion/jours-feries/new/")
    envoyer(admin, nom="Pont du marais", du=jour.isoformat())
    admin.voit("Ce que cela change pour les familles", "annulées et non facturées", "Rien n’est encore enregistré")
    assert booked.filter(date=jour).count() == combien
    admin.clique("Enregistrer")
    admin.voit("1 jour chômé")
    assert not booked.filter(date=jour).exists()
    admin.page.locator("main tr", has_text="Pont du marais").locator("a").first.click()
    admin.voit("Renommer")
    ferie = admin.page.url.rstrip("/").rsplit("/", 1)[1]
    admin.va(f"/gestion/jours-feries/delete/{ferie}/")
    envoyer(admin)
    admin.voit("remise")
    admin.clique("Retirer ce jour")
    admin.voit("est travaillé")
    assert booked.filter(date=jour).count() == combien
