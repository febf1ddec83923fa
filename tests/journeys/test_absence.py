"""Step 7: « Signaler une absence » for a booked meal, in time or too late."""

from datetime import date

import pytest

from reservations.planning.models import Absence
from tests.journeys.gestes import PHRASE, deplier, ouvrir_le_planning, reserver

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
    armelle.voit("il reste facturé (1,00 €)")
    premiere = armelle.page.get_by_label("lundi 16 novembre", exact=False)
    assert premiere.is_checked()
    premiere.uncheck()
    armelle.clique("Signaler l’absence")
    armelle.voit("Cochez au moins une ligne", "Prévenu à temps : le repas ne sera pas facturé")
    premiere.check()
    deplier(armelle)
    armelle.page.get_by_label("lundi 23 novembre", exact=False).check()
    assert armelle.page.get_by_label("Enfant malade").is_checked()
    armelle.photographie("absence")
    armelle.page.get_by_role("button", name="Signaler l’absence").dblclick()
    armelle.voit("Nous avons bien enregistré votre demande", "Traitée positivement")
    assert "traitée positivement" in portail.courriel(
        a=famille.courriel, objet="ne mangera pas au restaurant scolaire"
    )
    absences = portail.objets(Absence).filter(reservation__payeur__foyer=famille.foyer)
    assert list(absences.order_by("reservation__date").values_list("reservation__date", "effet")) == [
        (date(2026, 11, 16), "facturee"), (date(2026, 11, 23), "non_facturee"),
    ]  # fmt: skip
    armelle.va("/espace/reservations/absence/")
    assert armelle.page.locator("input[name=reservations]").count() == 0
    ouvrir_le_planning(armelle, "Malou")
    armelle.voit("Absence signalée")
    ronan = agent("agent")
    ronan.va("/gestion/effectifs/?jour=2026-11-16")
    ronan.voit("Kermoal Malou", "Absence signalée, repas commandé")
