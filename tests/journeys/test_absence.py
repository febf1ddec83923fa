"""Step 7: « Signaler une absence » for a booked meal, in time or too late."""

import re
from datetime import date

import pytest

from reservations.planning.models import Absence
from tests.journeys.gestes import PHRASE, deplier, ouvrir_le_planning, reserver, reserver_par_http

pytestmark = pytest.mark.journey


@pytest.mark.feature("F141", "F142")
def test_a_parent_reports_an_absence_and_knows_what_will_be_billed(portail, personne, agent, famille_neuve):
    famille = famille_neuve("Kermoal", enfants=["Malou"], quotient="640")
    armelle = personne(largeur="téléphone")
    armelle.se_connecte(famille.identifiant, PHRASE)
    armelle.va("/espace/reservations/absence/")
    armelle.voit("Aucune réservation dans les prochains jours")
    reserver(armelle, "Malou", ["2026-11-16", "2026-11-23"])

    # Monday morning at seven: Monday's meal is ordered, that of the 23rd is not.
    portail.il_est("2026-11-16T07:00:00+01:00")
    armelle.va("/espace/")
    armelle.clique("Signaler une absence", role="link", exact=False)
    armelle.voit("le repas reste facturé (1,00 €)")
    premiere = armelle.page.get_by_label("lundi 16 novembre", exact=False)
    assert premiere.is_checked()
    premiere.uncheck()
    armelle.clique("Signaler l’absence")
    armelle.voit("Cochez au moins une ligne")
    premiere.check()
    armelle.voit("1 absence · 1,00 € facturé")
    deplier(armelle)
    armelle.page.get_by_label("lundi 23 novembre", exact=False).check()
    armelle.voit("2 absences · 1,00 € facturé", "Prévenu à temps : le repas ne sera pas facturé")
    assert armelle.page.get_by_label("Enfant malade").is_checked()
    armelle.photographie("absence")
    armelle.page.get_by_role("button", name="Signaler l’absence").dblclick()
    armelle.voit("Nous avons bien enregistré votre demande", "Traitée positivement")
    assert "traitée positivement" in portail.courriel(
        a=famille.courriel, objet="ne mangera pas au restaurant scolaire"
    )
    absences = portail.objets(Absence).filter(reservation__payeur__foyer=famille.foyer)
    assert list(absences.order_by("reservation__date").values_list("reservation__date", "effet")) == [
        (date(2026, 11, 16), "carence"), (date(2026, 11, 23), "non_facturee"),
    ]  # fmt: skip
    armelle.va("/espace/reservations/absence/")
    assert armelle.page.locator("input[name=reservations]").count() == 0
    ouvrir_le_planning(armelle, "Malou")
    armelle.voit("Absence signalée")
    ronan = agent("agent")
    ronan.va("/gestion/effectifs/?jour=2026-11-16")
    ronan.voit("Kermoal Malou", "Absence signalée, repas commandé")


NOMS = iter(["Tanguy", "Le Bris", "Quéméner", "Madec", "Salaün", "Gourvennec"])


class Doigt:
    """A thumb that counts its taps; what is said is waited for, as a person would."""

    def __init__(self, quelqu_un):
        self.quelqu_un, self.taps = quelqu_un, 0

    def touche(self, cible):
        cible.click()
        self.quelqu_un.page.wait_for_load_state()
        self.taps += 1

    def signale(self):
        self.quelqu_un.page.locator("portail-absence:not([aria-busy])").wait_for()
        self.touche(self.quelqu_un.page.get_by_role("button", name="Signaler l’absence"))
        self.quelqu_un.voit("Nous avons bien enregistré votre demande")


@pytest.fixture
def deux_enfants(portail, famille_neuve):
    """Two children who eat on the 17th; it is the evening before, too late to cancel."""
    famille = famille_neuve(next(NOMS), enfants=["Enora", "Malo"], quotient="640")
    for prenom in famille.inscriptions:
        reserver_par_http(portail, famille, prenom, ["2026-11-17", "2026-11-23"])
    portail.il_est("2026-11-16T20:00:00+01:00")
    return famille


def absents(portail, famille):
    signalees = portail.objets(Absence).filter(reservation__payeur__foyer=famille.foyer)
    return sorted(signalees.values_list("reservation__enfant__prenom", "reservation__date"))


@pytest.mark.feature("F141", "F142")
@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
def test_two_children_ill_tomorrow_take_three_taps_from_home(portail, personne, deux_enfants, javascript):
    """Home, « Signaler une absence », send: what stays billed is said on the way."""
    armelle = personne(largeur="téléphone", javascript=javascript)
    armelle.se_connecte(deux_enfants.identifiant, PHRASE)
    armelle.va("/espace/")
    doigt = Doigt(armelle)
    doigt.touche(armelle.page.get_by_role("link", name="Signaler une absence").first)
    armelle.voit("2 absences · 2,00 € facturés")
    doigt.signale()
    assert doigt.taps <= 3
    assert absents(portail, deux_enfants) == [("Enora", date(2026, 11, 17)), ("Malo", date(2026, 11, 17))]


@pytest.mark.feature("F141", "F142")
@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
def test_two_children_ill_tomorrow_take_two_taps_from_a_mail(portail, personne, deux_enfants, javascript):
    """The mail that confirmed the bookings carries « absent demain ? »."""
    adresse = re.search(r"https?://\S+jours=demain", portail.courriel(a=deux_enfants.courriel, objet="repas"))[0]
    armelle = personne(largeur="téléphone", javascript=javascript)
    armelle.se_connecte(deux_enfants.identifiant, PHRASE)
    armelle.va(adresse.removeprefix(portail.adresse))
    doigt = Doigt(armelle)
    doigt.taps = 1  # the link of the mail
    armelle.voit("2 absences · 2,00 € facturés")
    doigt.signale()
    assert doigt.taps <= 2
    assert len(absents(portail, deux_enfants)) == 2


@pytest.mark.feature("F141")
@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
def test_one_of_the_children_only_takes_no_more_taps(portail, personne, deux_enfants, javascript):
    """Other ticks are told before they are sent: at once by the script, by a step without it."""
    armelle = personne(largeur="téléphone", javascript=javascript)
    armelle.se_connecte(deux_enfants.identifiant, PHRASE)
    armelle.va("/espace/reservations/absence/")
    doigt = Doigt(armelle)
    doigt.touche(armelle.page.get_by_label("Malo, mardi 17 novembre", exact=False))
    if not javascript:
        doigt.touche(armelle.page.get_by_role("button", name="Signaler l’absence"))
    armelle.voit("1 absence · 1,00 € facturé")
    doigt.signale()
    assert doigt.taps <= 3
    assert absents(portail, deux_enfants) == [("Enora", date(2026, 11, 17))]
