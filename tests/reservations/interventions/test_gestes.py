"""What the service does to booked days: each gesture, its refusals, its undoing, its mail, and places given beyond."""

from datetime import date

import pytest
from django.core import mail

from common.errors import Refus
from espace_prive.famille.models import LienParental, Rattachement, Scolarite
from espace_prive.garde.models import PeriodeDeGarde
from reservations.activites.models import Creneau, Inscription
from reservations.interventions.enums import FacturationAbsence, GesteIntervention, ResultatIntervention
from reservations.interventions.models import Intervention, LigneIntervention
from reservations.interventions.services import Ordre, annuler_intervention, apercu, apercu_du_retour, intervenir
from reservations.planning.enums import Cause, EffetAbsence
from reservations.planning.models import Absence, Prise, Reservation
from reservations.planning.rules_fermetures import PublicFerme
from reservations.planning.services import Ou, fermer
from reservations.planning.verification import ecarts
from tests.factories.famille import famille
from tests.factories.reservations import reserver_jours

pytestmark = pytest.mark.django_db
G = GesteIntervention
# The clock of the tests says 10 November 2026: a day that is over, one that is too late for a parent, one to come.
PASSE, CE_JOUR, APRES = date(2026, 11, 5), date(2026, 11, 10), date(2026, 11, 12)
RENTREE = date(2026, 9, 1)


@pytest.fixture
def maison(donges):
    maison = famille(donges, quotient="640")
    reserver_jours(maison, donges, [PASSE, CE_JOUR], places=1)
    Creneau.objects.create(unite=donges.repas, lieu=donges.restaurant, date=APRES, places=1)
    maison.enfant = maison.enfants[0]
    return maison


def ordre(donges, geste, **options):
    return Ordre(geste, donges.cantine, motif="Erreur du service", **{"formule": donges.formule.pk} | options)


def faire(donges, geste, *cibles, **options):
    fait = intervenir(ordre(donges, geste, **options), cibles)
    assert ecarts() == []
    return fait


def etat(maison, jour):
    """What the child has that day: nothing, or how it is billed."""
    r = Reservation.objects.vivantes().filter(enfant=maison.enfant, date=jour).select_related("absence").first()
    if r is None:
        return ""
    absence = getattr(r, "absence", None)
    return "exonérée" if r.exoneree else f"absent, {absence.effet}" if absence else "réservée"


CAS = [
    (G.ANNULATION, PASSE, {}, "réservée", ""),
    (G.ANNULATION, CE_JOUR, {}, "réservée", ""),
    (G.EXONERATION, PASSE, {}, "réservée", "exonérée"),
    (G.AJOUT, APRES, {}, "", "réservée"),
    (G.ABSENCE, PASSE, {"raison": "maladie"}, "réservée", "absent, non_facturee"),
    (G.ABSENCE, PASSE, {"raison": "autre", "facturation": FacturationAbsence.DUE}, "réservée", "absent, facturee"),
    (G.ABSENCE, CE_JOUR, {"raison": "ecole"}, "réservée", "absent, non_facturee"),
]


@pytest.mark.parametrize(("geste", "jour", "options", "avant", "apres"), CAS)
def test_each_gesture_and_its_true_undo_on_any_day(donges, maison, geste, jour, options, avant, apres):
    assert etat(maison, jour) == avant
    fait = faire(donges, geste, (maison.enfant.pk, jour), **options)
    assert etat(maison, jour) == apres
    retour = annuler_intervention(fait, motif="Je me suis trompé", par=None)
    assert etat(maison, jour) == avant
    assert ecarts() == []
    assert [x.resultat for x in retour.lignes.all()] == [ResultatIntervention.FAITE]
    with pytest.raises(Refus, match="déjà été annulée"):
        annuler_intervention(fait, motif="Encore", par=None)
    with pytest.raises(Refus, match="ne s’annule pas"):
        annuler_intervention(retour, motif="Encore", par=None)


def test_a_day_is_moved_whole_or_not_at_all(donges, maison):
    fait = faire(donges, G.DEPLACEMENT, (maison.enfant.pk, PASSE), vers=APRES)
    assert (etat(maison, PASSE), etat(maison, APRES)) == ("", "réservée")
    annuler_intervention(fait, motif="Non", par=None)
    assert (etat(maison, PASSE), etat(maison, APRES)) == ("réservée", "")
    # The other day is full: the first one stays.
    autre = famille(donges, quotient="640")
    reserver_jours(autre, donges, [APRES])
    with pytest.raises(Refus, match="plus de place"):
        faire(donges, G.DEPLACEMENT, (maison.enfant.pk, PASSE), vers=APRES)
    assert etat(maison, PASSE) == "réservée"
    with pytest.raises(Refus, match="même jour"):
        faire(donges, G.DEPLACEMENT, (maison.enfant.pk, PASSE), vers=PASSE)


def test_beyond_the_places_only_when_it_is_said_and_the_overrun_goes_with_its_undo(donges, maison):
    autre = famille(donges, quotient="640").enfants[0]
    with pytest.raises(Refus, match="plus de place"):
        faire(donges, G.AJOUT, (autre.pk, CE_JOUR))
    (etude,) = apercu(ordre(donges, G.AJOUT, au_dela=True), [(autre.pk, CE_JOUR)])
    assert etude.au_dela
    fait = faire(donges, G.AJOUT, (autre.pk, CE_JOUR), au_dela=True)
    creneau = Creneau.objects.get(date=CE_JOUR)
    assert (creneau.places, creneau.surbooking, creneau.prises) == (1, 1, 2)
    annuler_intervention(fait, motif="Non", par=None)
    creneau.refresh_from_db()
    assert (creneau.surbooking, creneau.prises) == (0, 1)


def test_an_undone_cancellation_comes_back_even_if_the_place_was_given_since(donges, maison):
    fait = faire(donges, G.ANNULATION, (maison.enfant.pk, CE_JOUR))
    autre = famille(donges, quotient="640").enfants[0]
    faire(donges, G.AJOUT, (autre.pk, CE_JOUR))
    annuler_intervention(fait, motif="Il vient", par=None)
    assert etat(maison, CE_JOUR) == "réservée"
    assert Creneau.objects.get(date=CE_JOUR).surbooking == 1
    assert Reservation.objects.vivantes().filter(date=CE_JOUR).count() == 2


def test_who_came_without_booking_is_noted_never_for_a_day_to_come(donges, maison):
    autre = famille(donges, quotient="640").enfants[0]
    with pytest.raises(Refus, match="pas passé"):
        faire(donges, G.VENU, (autre.pk, APRES))
    faire(donges, G.VENU, (autre.pk, PASSE), au_dela=True)
    assert Reservation.objects.get(enfant=autre).sans_reservation


def test_what_was_cancelled_comes_back_and_what_was_exempted_is_billed_again(donges, maison):
    faire(donges, G.ANNULATION, (maison.enfant.pk, CE_JOUR))
    assert Reservation.objects.get(date=CE_JOUR).cause == Cause.AGENT
    faire(donges, G.RETABLISSEMENT, (maison.enfant.pk, CE_JOUR))
    assert etat(maison, CE_JOUR) == "réservée"
    faire(donges, G.EXONERATION, (maison.enfant.pk, CE_JOUR))
    faire(donges, G.RETABLISSEMENT, (maison.enfant.pk, CE_JOUR))
    assert etat(maison, CE_JOUR) == "réservée"
    assert Reservation.objects.filter(date=CE_JOUR).count() == 1


def test_who_came_after_all_has_no_absence_and_its_undo_gives_it_back_as_it_was(donges, maison):
    faire(donges, G.ABSENCE, (maison.enfant.pk, PASSE), raison="famille", facturation=FacturationAbsence.DUE)
    fait = faire(donges, G.PRESENCE, (maison.enfant.pk, PASSE))
    assert not Absence.objects.exists()
    annuler_intervention(fait, motif="Non", par=None)
    absence = Absence.objects.get()
    assert (absence.motif, absence.effet) == ("famille", EffetAbsence.FACTUREE)


def test_a_certificate_leaves_the_waiting_days_of_the_town(donges, maison):
    donges.cantine.carence = 1
    donges.cantine.save()
    reserver_jours(maison, donges, [date(2026, 11, 6)])
    fait = faire(
        donges, G.ABSENCE, *((maison.enfant.pk, j) for j in (PASSE, date(2026, 11, 6))), raison="maladie",
        facturation=FacturationAbsence.CERTIFICAT,
    )  # fmt: skip
    effets = Absence.objects.order_by("reservation__date").values_list("effet", flat=True)
    assert list(effets) == [EffetAbsence.CARENCE, EffetAbsence.NON_FACTUREE]
    annuler_intervention(fait, motif="Non", par=None)
    assert not Absence.objects.exists()


def test_each_child_and_day_of_a_list_has_its_answer(donges, maison):
    autre = famille(donges, quotient="640").enfants[0]
    fait = faire(
        donges, G.AJOUT, *((e, j) for e in (maison.enfant.pk, autre.pk) for j in (CE_JOUR, APRES)), au_dela=False
    )
    reponses = {(x.enfant_id, x.date): x.code for x in fait.lignes.all()}
    assert reponses == {
        (maison.enfant.pk, CE_JOUR): "deja", (autre.pk, CE_JOUR): "complet",
        (min(maison.enfant.pk, autre.pk), APRES): "", (max(maison.enfant.pk, autre.pk), APRES): "complet",
    }  # fmt: skip
    assert all(x.phrase for x in LigneIntervention.objects.all())


def test_what_cannot_be_done_says_why(donges, maison):
    fermer(ou=[Ou(donges.cantine, donges.restaurant)], jours=[APRES], motif="Grève", par=None)
    for geste, jour, phrase in (
        (G.AJOUT, APRES, "est fermé : Grève. Rouvrez"),
        (G.AJOUT, date(2026, 11, 11), "Rien n’est ouvert"),
        (G.ANNULATION, APRES, "Rien n’est réservé"),
        (G.PRESENCE, PASSE, "Aucune absence"),
        (G.RETABLISSEMENT, PASSE, "Rien n’a été annulé"),
        (G.AJOUT, PASSE, "déjà réservé"),
    ):
        with pytest.raises(Refus, match=phrase):
            faire(donges, geste, (maison.enfant.pk, jour))
    maison.inscriptions[0].delete()
    with pytest.raises(Refus, match="inscrivez d’abord"):
        faire(donges, G.AJOUT, (maison.enfant.pk, date(2026, 11, 13)))
    for options, phrase in (({"motif": " "}, "pourquoi"), ({"formule": None}, "ce qui est réservé")):
        with pytest.raises(Refus, match=phrase):
            intervenir(Ordre(**{"geste": G.AJOUT, "activite": donges.cantine, "motif": "x"} | options), [(1, PASSE)])
    assert not Intervention.objects.exists()


def test_what_changed_since_the_page_was_shown_is_read_again(donges, maison):
    with pytest.raises(Refus, match="ont changé"):
        intervenir(ordre(donges, G.ANNULATION), [(maison.enfant.pk, CE_JOUR)], vu="autre chose")
    # And an undo leaves what somebody changed since, and says so.
    fait = faire(donges, G.EXONERATION, (maison.enfant.pk, PASSE), (maison.enfant.pk, CE_JOUR))
    faire(donges, G.ANNULATION, (maison.enfant.pk, CE_JOUR))
    retour = annuler_intervention(fait, motif="Non", par=None)
    assert {x.date: x.code for x in retour.lignes.all()} == {CE_JOUR: "change", PASSE: ""}
    assert (etat(maison, PASSE), etat(maison, CE_JOUR)) == ("réservée", "")


def test_a_preview_writes_nothing(donges, maison):
    (etude,) = apercu(ordre(donges, G.ANNULATION), [(maison.enfant.pk, CE_JOUR)])
    assert etude.phrase.startswith("Annulé par le service")
    assert etat(maison, CE_JOUR) == "réservée"
    assert not Intervention.objects.exists()
    assert Prise.objects.count() == 2


def test_the_family_gets_one_mail_with_each_day_and_the_reason(donges, maison, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        faire(donges, G.ANNULATION, (maison.enfant.pk, PASSE), (maison.enfant.pk, CE_JOUR))
    (lettre,) = mail.outbox
    assert lettre.to == [maison.responsable.email]
    corps = " ".join(lettre.body.split())
    assert "Erreur du service" in corps
    assert "mardi 10 novembre" in corps
    assert "jeudi 5 novembre" in corps


def test_a_class_that_is_closed_is_not_booked_by_the_service_either(donges, maison):
    ou = [Ou(donges.cantine, donges.restaurant)]
    fermer(ou=ou, jours=[APRES], motif="Sortie", par=None, publics=[PublicFerme(donges.ecole.pk, "CE1")])
    with pytest.raises(Refus, match="est fermé : Sortie"):
        faire(donges, G.AJOUT, (maison.enfant.pk, APRES))
    Scolarite.objects.filter(enfant=maison.enfant).update(niveau="CM1")
    faire(donges, G.AJOUT, (maison.enfant.pk, APRES))


def test_the_days_of_a_place_that_the_agent_does_not_keep_are_left_alone(donges, maison):
    with pytest.raises(Refus, match="Rien n’est réservé"):
        faire(donges, G.ANNULATION, (maison.enfant.pk, PASSE), tenus=frozenset())
    with pytest.raises(Refus, match="inscrivez d’abord"):
        faire(donges, G.AJOUT, (maison.enfant.pk, APRES), tenus=frozenset())
    faire(donges, G.ANNULATION, (maison.enfant.pk, PASSE), tenus=frozenset({donges.restaurant.pk}))


def test_two_days_are_not_moved_onto_the_same_one(donges, maison):
    fait = faire(donges, G.DEPLACEMENT, (maison.enfant.pk, PASSE), (maison.enfant.pk, CE_JOUR), vers=APRES)
    assert [(x.date, x.code) for x in fait.lignes.all()] == [(PASSE, ""), (APRES, ""), (CE_JOUR, "deja")]
    assert [etat(maison, jour) for jour in (PASSE, CE_JOUR, APRES)] == ["", "réservée", "réservée"]


def test_what_the_child_is_no_more_registered_for_is_not_put_back(donges, maison):
    """Another home may pay since: the former one would be billed."""
    fait = faire(donges, G.ANNULATION, (maison.enfant.pk, CE_JOUR))
    Inscription.objects.filter(enfant=maison.enfant).update(au=PASSE)
    with pytest.raises(Refus, match="inscrivez d’abord"):
        faire(donges, G.RETABLISSEMENT, (maison.enfant.pk, CE_JOUR))
    with pytest.raises(Refus, match="plus rien à remettre"):
        annuler_intervention(fait, motif="Non", par=None)
    faire(donges, G.ANNULATION, (maison.enfant.pk, PASSE))
    faire(donges, G.RETABLISSEMENT, (maison.enfant.pk, PASSE))


def test_the_other_home_is_told_who_comes_and_no_reason_nor_bill(donges, maison, django_capture_on_commit_callbacks):
    lui = famille(donges, enfants=0, nom="Talbot")
    LienParental.objects.create(enfant=maison.enfant, responsable=lui.responsable, qualite="pere", du=RENTREE)
    Rattachement.objects.create(enfant=maison.enfant, foyer=lui.foyer, du=RENTREE)
    PeriodeDeGarde.objects.create(enfant=maison.enfant, foyer=lui.foyer, du=CE_JOUR, au=CE_JOUR)
    with django_capture_on_commit_callbacks(execute=True):
        faire(donges, G.ABSENCE, (maison.enfant.pk, CE_JOUR), raison="maladie")
        faire(donges, G.EXONERATION, (maison.enfant.pk, CE_JOUR))
    (sienne,) = [m for m in mail.outbox if m.to == [lui.responsable.email]]
    corps = " ".join((sienne.body + str(sienne.alternatives)).split())
    assert "mardi 10 novembre" in corps
    assert "absent" in corps
    assert not [mot for mot in ("Erreur du service", "factur", "vos réservations") if mot in corps]
    leurs = [m for m in mail.outbox if m.to == [maison.responsable.email]]
    assert len(leurs) == 2
    assert all("Erreur du service" in m.body for m in leurs)


def test_a_parent_barred_from_the_child_is_told_nothing_even_where_its_home_pays(
    donges, maison, django_capture_on_commit_callbacks
):
    maison.enfant.rattachements.update(au=PASSE)
    LienParental.objects.filter(enfant=maison.enfant, responsable=maison.responsable).update(restreint=True)
    with django_capture_on_commit_callbacks(execute=True):
        faire(donges, G.ANNULATION, (maison.enfant.pk, PASSE))
    assert not mail.outbox


def test_a_preview_of_what_is_undone_already_has_nothing_to_show(donges, maison):
    fait = faire(donges, G.ANNULATION, (maison.enfant.pk, CE_JOUR))
    annuler_intervention(fait, motif="Non", par=None)
    assert apercu_du_retour(fait, par=None) == []
