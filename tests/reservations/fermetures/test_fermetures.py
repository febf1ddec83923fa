"""A day closed, then opened again: what was booked comes back, and everybody is told, each time."""

from datetime import date

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings, strategies

from common.errors import Refus
from common.models import Courriel, Journal
from commune.models import Lieu
from espace_prive.comptes.enums import Role
from espace_prive.comptes.models import Habilitation
from espace_prive.famille.models import Payeur
from factures.facturation.models import Cloture
from factures.facturation.services.journal import a_facturer
from reservations.activites.models import Creneau, Inscription
from reservations.activites.services.places import ouvrir
from reservations.planning import tasks
from reservations.planning.enums import Cause
from reservations.planning.models import Absence, Fermeture, Reservation, ReservationFermee
from reservations.planning.services import Ou, rouvrir, sans_courriel
from reservations.planning.services import fermer as fermer_ensemble
from reservations.planning.verification import ecarts
from tests.conftest import ClientQuiLit, _agent, connecter_agent
from tests.factories.famille import famille
from tests.factories.reservations import reserver_jours
from tests.reservations.conftest import LUNDI_16, VENDREDI_13
from tests.tools.html import soupe, source

pytestmark = pytest.mark.django_db
FERMER = "/gestion/effectifs/fermer/"
JEUDI_15 = date(2026, 10, 15)


@pytest.fixture
def maison(ouverte):
    maison = famille(ouverte, enfants=2, quotient="500")
    reserver_jours(maison, ouverte, [VENDREDI_13, LUNDI_16])
    return maison


def fermer(ouverte, agent, *, jour=VENDREDI_13, lieux=None, motif="Grève", **options):
    ou = [Ou(ouverte.cantine, lieu) for lieu in lieux or [ouverte.restaurant]]
    operation = fermer_ensemble(ou=ou, jours=[jour], motif=motif, par=agent, **options)
    return list(operation.fermetures.order_by("pk"))


def code(faire, *args, **options):
    with pytest.raises(Refus) as refus:
        faire(*args, **options)
    return refus.value.code


def vivantes(jour=VENDREDI_13):
    return Reservation.objects.vivantes().filter(date=jour)


def courriels(debut):
    return list(Courriel.objects.filter(cle__startswith=debut).order_by("pk"))


def reservees(maison, ouverte, jour, lieu):
    """Book the second child of the home at another place."""
    ouvrir(ouverte.cantine, lieu, du=jour, au=jour, places=10)
    creneau = Creneau.objects.get(lieu=lieu, date=jour)
    enfant = maison.enfants[1]
    reservation = Reservation.objects.create(
        enfant=enfant, formule=ouverte.formule, lieu=lieu, payeur=maison.payeur, date=jour
    )
    reservation.prises.create(creneau=creneau, enfant=enfant, unite=creneau.unite, date=jour)
    Creneau.objects.filter(pk=creneau.pk).update(prises=1)
    return reservation


@pytest.fixture
def autre_lieu(db):
    return Lieu.objects.create(code="restaurant-du-port", nom="Restaurant du Port", genre="restaurant")


def test_reopening_brings_back_what_the_closing_cancelled_whatever_the_deadline(maison, ouverte, agent):
    """Friday is inside the deadline: no family could book it again by itself."""
    avant = set(vivantes().values_list("pk", "enfant", "payeur", "lieu"))
    a_payer = len(a_facturer(ouverte.regie, date(2026, 11, 1)))
    (fermeture,) = fermer(ouverte, agent)
    assert not vivantes().exists()
    assert len(a_facturer(ouverte.regie, date(2026, 11, 1))) == a_payer - 2
    assert Creneau.objects.get(date=VENDREDI_13).prises == 0
    assert fermeture.touchees.count() == 2
    issues = rouvrir([fermeture], par=agent)
    assert [i.non for i in issues] == [None, None]
    assert set(vivantes().values_list("pk", "enfant", "payeur", "lieu")) == avant
    assert len(a_facturer(ouverte.regie, date(2026, 11, 1))) == a_payer
    creneau = Creneau.objects.get(date=VENDREDI_13)
    assert (creneau.prises, creneau.ferme, creneau.motif) == (2, False, "")
    assert ecarts() == []
    (dite,) = courriels("reouverture:")
    assert dite.destinataire == maison.responsable.email
    assert "finalement" in dite.objet
    for enfant in maison.enfants:
        assert enfant.prenom in dite.texte
    assert Journal.objects.get(action="réouverture").donnees["remises"] == 2


def test_a_reported_absence_comes_back_with_its_booking(maison, ouverte, agent):
    reservation = vivantes().first()
    Absence.objects.create(reservation=reservation, motif="maladie", effet="facturee", phrase="Déjà commandé.")
    (fermeture,) = fermer(ouverte, agent)
    rouvrir([fermeture], par=agent)
    assert vivantes().get(pk=reservation.pk).absence.effet == "facturee"


def test_what_cannot_come_back_says_why_and_the_family_is_told(maison, ouverte, agent, autre_lieu):
    """An ended registration, a child who eats elsewhere, a place taken away: the first who booked is served first."""
    voisins = [famille(ouverte, nom=f"Voisin{n}") for n in range(2)]
    for voisin in voisins:
        reserver_jours(voisin, ouverte, [VENDREDI_13])
    (fermeture,) = fermer(ouverte, agent)
    aine, _ = maison.enfants
    Inscription.objects.filter(enfant=aine).update(au=date(2026, 11, 12))
    reservees(maison, ouverte, VENDREDI_13, autre_lieu)
    Creneau.objects.filter(date=VENDREDI_13, lieu=ouverte.restaurant).update(places=1)
    issues = {i.touchee.reservation.enfant_id: i.non and i.non.code for i in rouvrir([fermeture], par=agent)}
    assert issues == {
        maison.enfants[0].pk: "inscription",
        maison.enfants[1].pk: "deja",
        voisins[0].enfants[0].pk: None,
        voisins[1].enfants[0].pk: "complet",
    }
    assert ecarts() == []
    assert set(ReservationFermee.objects.values_list("retour", flat=True)) == {"remise", "perdue"}
    dites = {c.destinataire: c.texte for c in courriels("reouverture:")}
    assert "plus de place" in dites[voisins[1].responsable.email]
    assert "est remise" not in dites[voisins[1].responsable.email]
    assert "est remise" in dites[voisins[0].responsable.email]
    assert "n’est plus inscrit" in dites[maison.responsable.email]


def test_places_granted_beyond_the_limit_count_when_a_day_opens_again(maison, ouverte, agent):
    (fermeture,) = fermer(ouverte, agent)
    Creneau.objects.filter(date=VENDREDI_13).update(places=1, surbooking=1)
    assert [i.non for i in rouvrir([fermeture], par=agent)] == [None, None]
    assert ecarts() == []


def test_each_closing_sends_its_own_mails(maison, ouverte, agent):
    """Closed, opened, closed again: the third event is not taken for the first."""
    rouvrir(fermer(ouverte, agent, motif="Grève"), par=agent)
    (seconde,) = fermer(ouverte, agent, motif="Grève reconduite")
    premiere, deuxieme = courriels("fermeture:")
    assert "Grève reconduite" not in premiere.texte
    assert "Grève reconduite" in deuxieme.texte
    # A task that runs twice tells nobody twice.
    tasks.prevenir_fermeture(seconde.operation_id)
    assert len(courriels("fermeture:")) == 2
    rouvrir([seconde], par=agent)
    assert len(courriels("reouverture:")) == 2
    assert vivantes().count() == 2


def test_the_homes_of_a_child_that_a_third_party_pays_for_are_told_once(maison, ouverte, agent):
    Reservation.objects.filter(payeur=maison.payeur).update(payeur=Payeur.objects.create(nom="CCAS"))
    fermer(ouverte, agent)
    assert [c.destinataire for c in courriels("fermeture:")] == [maison.responsable.email]


def test_two_places_closed_one_after_the_other_each_say_their_reason(maison, ouverte, agent, autre_lieu):
    aine, cadet = maison.enfants
    vivantes().filter(enfant=cadet).delete()
    Creneau.objects.filter(date=VENDREDI_13).update(prises=1)
    reservees(maison, ouverte, VENDREDI_13, autre_lieu)
    fermer(ouverte, agent, motif="Grève du personnel")
    fermer(ouverte, agent, lieux=[autre_lieu], motif="Fuite d’eau")
    premiere, seconde = (c.texte for c in courriels("fermeture:"))
    assert (aine.prenom in premiere, cadet.prenom in premiere, "Grève" in premiere) == (True, False, True)
    assert (aine.prenom in seconde, cadet.prenom in seconde, "Fuite" in seconde) == (False, True, True)


def test_two_places_closed_together_are_told_once_and_open_one_by_one(maison, ouverte, agent, autre_lieu):
    _, cadet = maison.enfants
    vivantes().filter(enfant=cadet).delete()
    Creneau.objects.filter(date=VENDREDI_13).update(prises=1)
    la_bas = reservees(maison, ouverte, VENDREDI_13, autre_lieu)
    Inscription.objects.filter(enfant=cadet).update(lieu=autre_lieu)
    ici, ailleurs = fermer(ouverte, agent, lieux=[ouverte.restaurant, autre_lieu])
    (dite,) = courriels("fermeture:")
    assert all(e.prenom in dite.texte for e in maison.enfants)
    rouvrir([ailleurs], par=agent)
    assert list(vivantes()) == [la_bas]
    ici.refresh_from_db()
    assert ici.rouverte_le is None


def test_what_is_closed_is_not_closed_again_nor_what_is_open_opened(maison, ouverte, agent, settings):
    (fermeture,) = fermer(ouverte, agent)
    assert code(fermer, ouverte, agent) == "deja"
    rouvrir([fermeture], par=agent)
    assert code(rouvrir, [fermeture], par=agent) == "deja"
    (seconde,) = fermer(ouverte, agent)
    settings.HORLOGE = "2026-11-14T08:00:00+01:00"
    rouvrir([seconde], par=agent)
    assert vivantes().count() == 2


def test_a_closing_without_a_reason_is_none(maison, ouverte, agent):
    assert code(fermer, ouverte, agent, motif=" ") == "motif"


def facturer(ouverte, mois=date(2026, 10, 1)):
    return Cloture.objects.create(regie=ouverte.regie, mois=mois, echeance=date(2026, 12, 15))


def test_a_day_that_is_over_closes_and_opens_again_until_its_month_is_billed(maison, ouverte, agent):
    """A forgotten strike: what nobody ate is not billed; once the invoices are out, it is said, with the month."""
    reserver_jours(maison, ouverte, [JEUDI_15])
    (fermeture,) = fermer(ouverte, agent, jour=JEUDI_15)
    assert not vivantes(JEUDI_15).exists()
    rouvrir([fermeture], par=agent)
    assert vivantes(JEUDI_15).count() == 2
    (fermeture,) = fermer(ouverte, agent, jour=JEUDI_15)
    facturer(ouverte)
    assert code(rouvrir, [fermeture], par=agent) == "facture"
    with pytest.raises(Refus, match="Octobre 2026 est déjà facturé"):
        fermer(ouverte, agent, jour=date(2026, 10, 16))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(strategies.lists(strategies.sampled_from(["fermer", "rouvrir", "annuler", "quitter", "revenir"]), max_size=8))
def test_whatever_the_order_no_booking_is_lost_and_the_counters_tell_the_truth(maison, ouverte, agent, gestes):
    """Closings, reopenings, what a family cancels, registrations ended and made again: one state, explained."""
    from django.db import transaction

    from reservations.planning.services.commun import annuler

    aine, _ = maison.enfants
    with transaction.atomic():
        for geste in gestes:
            ouvertes = Fermeture.objects.en_cours()
            siennes = vivantes().filter(enfant=aine)
            if geste == "fermer" and not ouvertes.exists():
                fermer(ouverte, agent)
            elif geste == "rouvrir" and ouvertes.exists():
                rouvrir(ouvertes, par=agent)
            elif geste == "annuler" and siennes.exists():
                annuler([siennes.get().pk], cause=Cause.FAMILLE, motif="Annulée par la famille")
            elif geste in {"quitter", "revenir"}:
                au = date(2026, 11, 10) if geste == "quitter" else None
                Inscription.objects.filter(enfant=aine).update(au=au)
            assert ecarts() == []
        if not Fermeture.objects.en_cours().exists():
            perdues = set(
                ReservationFermee.objects.filter(retour="perdue").values_list("reservation__enfant", flat=True)
            )
            gardee = "annuler" not in gestes and aine.pk not in perdues
            assert vivantes().count() == (2 if gardee else 1) or "annuler" in gestes
        transaction.set_rollback(True)


# The screens


def saisie(ouverte, du="2026-11-13", **autres):
    return {"ou": [f"{ouverte.cantine.pk}:{ouverte.restaurant.pk}"], "du": du, "motif": "Grève"} | autres


def fermer_par_ecran(client, donnees):
    """Read who is concerned, then press the button of that page; give the page that follows."""
    lue = client.post(FERMER, donnees)
    assert lue.status_code == 200, source(lue)
    return client.post(FERMER, donnees | {"confirmer": bouton(lue)}, follow=True)


def bouton(reponse):
    return soupe(reponse).select_one("button[name=confirmer]")["value"]


def test_the_screens_close_show_who_was_booked_and_open_again(client_agent, maison, ouverte):
    page = source(client_agent.post(FERMER, saisie(ouverte)))
    assert "2 réservations de 1 famille" in page
    for enfant in maison.enfants:
        assert f"{enfant.nom} {enfant.prenom}" in page
    reponse = fermer_par_ecran(client_agent, saisie(ouverte))
    page = source(reponse)
    assert "C’est fermé : 2 réservations annulées" in page
    adresse = reverse("operation_fermeture", args=[Fermeture.objects.get().operation_id])
    assert reponse.redirect_chain[-1][0] == adresse
    assert f'href="{adresse}"' in client_agent.get(FERMER).content.decode()
    assert "Rouvrir remet 2 réservations" in page
    assert "Reviendront (2)" in page
    reponse = client_agent.post(f"{adresse}rouvrir/", follow=True)
    page = source(reponse)
    assert "C’est rouvert : 2 réservations remises, 0 non" in page
    assert "Sont revenues (2)" in page
    assert vivantes().count() == 2
    assert "C’est déjà rouvert" in source(client_agent.post(f"{adresse}rouvrir/", follow=True))


def test_those_who_would_be_cancelled_are_named_as_a_directory_does(client_agent, maison, ouverte):
    for enfant, nom in zip(maison.enfants, ("Floc’h", "Évenou"), strict=True):
        enfant.nom = nom
        enfant.save()
    page = source(client_agent.post(FERMER, saisie(ouverte)))
    assert page.index("Évenou") < page.index("Floc’h")


def test_a_billed_month_is_refused_before_the_preview_promises_anything(client_agent, maison, ouverte):
    facturer(ouverte)
    reponse = client_agent.post(FERMER, saisie(ouverte, du="2026-10-15"))
    assert reponse.status_code == 422
    page = source(reponse)
    assert "Octobre 2026 est déjà facturé" in page
    assert "annulée" not in page


def test_who_has_no_address_is_named_with_a_telephone(client_agent, maison, ouverte, agent):
    maison.responsable.email, maison.responsable.mobile = "", "06 39 98 12 34"
    maison.responsable.save()
    (fermeture,) = fermer(ouverte, agent)
    assert len(sans_courriel(fermeture.touchees.select_related("reservation__enfant", "reservation__payeur"))) == 1
    page = source(client_agent.get(reverse("fermeture_jour", args=[fermeture.pk])))
    assert "à prévenir par téléphone" in page
    assert "06 39 98 12 34" in page


def test_an_agent_is_offered_the_places_that_it_keeps_and_opens_no_other(maison, ouverte, agent, autre_lieu):
    ouvrir(ouverte.cantine, autre_lieu, du=VENDREDI_13, au=VENDREDI_13, places=10)
    (fermeture,) = fermer(ouverte, agent)
    animatrice = _agent(Role.AGENT_DE_SERVICE)
    Habilitation.objects.create(utilisateur=animatrice, service=ouverte.service, lieu=autre_lieu)
    client = connecter_agent(ClientQuiLit(), animatrice)
    page = client.get(FERMER).content.decode()
    assert autre_lieu.nom in page
    assert ouverte.restaurant.nom not in page
    adresse = reverse("fermeture_jour", args=[fermeture.pk])
    assert client.get(adresse).status_code == client.post(f"{adresse}rouvrir/").status_code == 404
    refus = client.post(FERMER, saisie(ouverte, du="2026-11-16"))
    assert refus.status_code == 422


def test_a_family_reads_why_a_day_is_closed(client, maison, ouverte, agent):
    fermer(ouverte, agent, motif="Grève du personnel")
    client.force_login(maison.utilisateur)
    for page in ("semaine/2026-11-09", "mois/2026-11"):
        lue = client.get(f"/espace/reservations/{page}/").content.decode().replace("\xa0", " ").replace("&nbsp;", " ")
        assert "Fermé : Grève du personnel" in lue


def test_another_day_than_the_one_that_was_shown_is_shown_first(client_agent, maison, ouverte):
    """The button of a preview confirms what it showed: the day was changed since, or somebody forged it."""
    lu = bouton(client_agent.post(FERMER, saisie(ouverte)))
    page = source(client_agent.post(FERMER, saisie(ouverte, du="2026-11-16", confirmer=lu)))
    assert "2 réservations de 1 famille" in page
    assert not Fermeture.objects.exists()
    client_agent.post(FERMER, saisie(ouverte, confirmer=lu))
    assert Fermeture.objects.get().date == VENDREDI_13
