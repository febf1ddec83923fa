"""A registration that changes carries what is booked along, and comes back with it."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.urls import reverse

from common.errors import Refus
from common.models import Courriel, Journal
from commune.models import Lieu
from espace_prive.demarches.models import Demarche
from espace_prive.famille.models import LienParental, Rattachement
from reservations.activites.enums import EtatInscription
from reservations.activites.models import ChangementDInscription, Creneau, Inscription
from reservations.activites.services.changements import (
    InscriptionVoulue,
    annoncer_changement,
    changer,
    defaire,
    dernier_changement,
)
from reservations.activites.services.places import ouvrir
from reservations.planning.enums import Cause, Sens, SuiteDeReservation
from reservations.planning.models import Fermeture, Reservation, ReservationSuivie, SemaineHabituelle
from reservations.planning.rules_habitudes import Habitude
from reservations.planning.rules_suites import refuser_la_suite
from reservations.planning.services import Ou, enregistrer_demande, etudier, fermer, habitudes, montant_montre, rouvrir
from reservations.planning.verification import ecarts
from tests.factories.famille import famille
from tests.factories.reservations import piste_de, reserver_jours, souhaiter
from tests.reservations.conftest import JEUDI_12, LUNDI_16, MARDI_17, VENDREDI_13
from tests.reservations.test_reglages import annoncee
from tests.tools.html import texte

pytestmark = pytest.mark.django_db
JOURS = [JEUDI_12, VENDREDI_13, LUNDI_16, MARDI_17]
RENTREE = date(2026, 9, 1)


@pytest.fixture
def port(ouverte):
    """Give another restaurant, open on the same days, with one place on Monday."""
    lieu = Lieu.objects.create(code="restaurant-du-port", nom="Restaurant du Port", genre="restaurant")
    ouvrir(ouverte.cantine, lieu, du=JEUDI_12, au=MARDI_17, places=10)
    return lieu


@pytest.fixture
def maison(ouverte):
    maison = famille(ouverte, enfants=1, quotient="500")
    maison.enfant, maison.inscription = maison.enfants[0], maison.inscriptions[0]
    reserver_jours(maison, ouverte, JOURS)
    return maison


@pytest.fixture
def autre(ouverte, maison):
    """Give the other home of the child, dearer."""
    autre = famille(ouverte, enfants=0, nom="Talbot", quotient="900")
    Rattachement.objects.create(enfant=maison.enfant, foyer=autre.foyer, du=RENTREE)
    return autre


def voulu(inscription, **autres):
    i = Inscription.objects.select_related("enfant", "activite__service", "lieu", "payeur__foyer").get(
        pk=inscription.pk
    )
    voulu = {"lieu": i.lieu, "payeur": i.payeur, "du": i.du, "au": i.au, "depuis": date(2026, 11, 10)}
    return InscriptionVoulue(inscription=i, **(voulu | autres))


def faire(inscription, agent, **autres):
    return changer(voulu(inscription, **autres), motif="Déménagement", par=agent)


def espaces(dit):
    return dit.replace("\xa0", " ").replace("\u202f", " ")


def ou_sont(enfant):
    return dict(Reservation.objects.vivantes().filter(enfant=enfant).values_list("date", "lieu__code"))


def photo(enfant):
    """Give all that a change may touch."""
    reservations = Reservation.objects.filter(enfant=enfant).order_by("pk")
    return (
        list(reservations.values_list("pk", "date", "lieu", "payeur", "etat", "cause", "habitude")),
        list(
            Inscription.objects.filter(enfant=enfant).order_by("pk").values_list("lieu", "payeur", "du", "au", "etat")
        ),
        list(
            SemaineHabituelle.objects.filter(inscription__enfant=enfant)
            .order_by("pk")
            .values_list("pk", "inscription", "du", "au")
        ),
        list(Creneau.objects.order_by("pk").values_list("pk", "prises")),
    )


@pytest.mark.parametrize(
    ("situation", "code"),
    [
        ({}, None),
        ({"ouvert": False}, "rien"),
        ({"ferme_par": "Grève"}, "ferme"),
        ({"pris": True}, "deja"),
        ({"plein": True}, "complet"),
    ],
)
def test_where_a_booking_may_go(situation, code):
    assert (
        getattr(refuser_la_suite(**({"ouvert": True, "ferme_par": None, "plein": False} | situation)), "code", None)
        == code
    )


def test_another_place_moves_what_is_booked_ahead_and_undoing_moves_it_back(maison, port, agent):
    piste = piste_de(maison.inscription)
    habitudes.enregistrer(piste, piste.formules[0], Habitude((0, 3), JEUDI_12), par=None)
    avant = photo(maison.enfant)
    ligne = faire(maison.inscription, agent, lieu=port, depuis=VENDREDI_13)
    ici, la = "restaurant-aime-cesaire", "restaurant-du-port"
    sont = ou_sont(maison.enfant)
    assert {jour: sont[jour] for jour in JOURS} == {
        JEUDI_12: ici, VENDREDI_13: la, LUNDI_16: la, MARDI_17: la,
    }  # fmt: skip
    maison.inscription.refresh_from_db()
    assert (maison.inscription.au, ligne.suite.du, ligne.suite.lieu) == (JEUDI_12, VENDREDI_13, port)
    assert list(SemaineHabituelle.objects.order_by("pk").values_list("inscription", "du", "au")) == [
        (maison.inscription.pk, JEUDI_12, JEUDI_12), (ligne.suite.pk, VENDREDI_13, None),
    ]  # fmt: skip
    assert ecarts() == []
    defaire(dernier_changement(ligne.suite), par=agent)
    assert photo(maison.enfant) == avant
    assert ecarts() == []


def test_what_cannot_follow_is_left_or_cancelled_as_the_agent_chooses_and_said(maison, port, agent):
    Creneau.objects.filter(lieu=port, date=LUNDI_16).update(places=0)
    Creneau.objects.filter(lieu=port, date=MARDI_17).delete()
    fermer(ou=[Ou(maison.inscription.activite, port)], jours=[VENDREDI_13], motif="Travaux", par=agent)
    dites = annoncer_changement(voulu(maison.inscription, lieu=port))
    lu = " ".join(dites).replace("\xa0", " ")
    assert "1 réservation, le jeudi 12 novembre, suit l’inscription." in lu
    assert "Vendredi 13 novembre, Restauration scolaire : reste comme elle est. Ce jour est fermé là : Travaux." in lu
    assert "Il n’y a plus de place là ce jour-là." in lu
    assert "Rien n’est ouvert là ce jour-là." in lu
    ligne = faire(maison.inscription, agent, lieu=port)
    assert set(ou_sont(maison.enfant).values()) == {"restaurant-du-port", "restaurant-aime-cesaire"}
    defaire(ligne, par=agent)
    avant = photo(maison.enfant)
    ligne = faire(maison.inscription, agent, lieu=port, laisser=False)
    assert ou_sont(maison.enfant) == {JEUDI_12: "restaurant-du-port"}
    suites = ReservationSuivie.objects.filter(changement=ligne)
    assert set(suites.values_list("suite", flat=True)) == {SuiteDeReservation.DEPLACEE, SuiteDeReservation.ANNULEE}
    defaire(ligne, par=agent)
    assert photo(maison.enfant) == avant
    assert ecarts() == []


def test_another_payer_pays_what_is_ahead_to_the_cent_and_today_stays(maison, autre, agent, ouverte):
    aujourdhui = reserver_jours(maison, ouverte, [date(2026, 11, 10)])
    dites = annoncer_changement(voulu(maison.inscription, payeur=autre.payeur))
    assert any("paiera 4,00 € pour ces réservations" in espaces(d) for d in dites), dites
    ligne = faire(maison.inscription, agent, payeur=autre.payeur)
    lues = Reservation.objects.vivantes()
    assert set(lues.filter(date__in=JOURS).values_list("payeur", flat=True)) == {autre.payeur.pk}
    assert lues.get(pk=aujourdhui[0].pk).payeur == maison.payeur
    destinataires = {c.destinataire for c in Courriel.objects.filter(cle__startswith="inscription:")}
    assert destinataires == {maison.responsable.email, autre.responsable.email}
    assert set(Demarche.objects.values_list("foyer", flat=True)) == {maison.foyer.pk, autre.foyer.pk}
    defaire(ligne, par=agent)
    assert set(lues.values_list("payeur", flat=True)) == {maison.payeur.pk}
    assert Inscription.objects.get().payeur == maison.payeur


def test_an_end_cancels_beyond_and_the_family_reads_it(client, maison, agent, ouverte):
    """« Arrêter l’inscription » left the meals of February and June, which were billed; the planning was a 404."""
    piste = piste_de(maison.inscription)
    habitudes.enregistrer(piste, piste.formules[0], Habitude((0, 3), JEUDI_12), par=None)
    avant = photo(maison.enfant)
    ligne = faire(maison.inscription, agent, au=VENDREDI_13)
    assert sorted(ou_sont(maison.enfant)) == [JEUDI_12, VENDREDI_13]
    finies = Reservation.objects.filter(date__gt=VENDREDI_13, cause=Cause.INSCRIPTION)
    assert finies.count() >= 2
    assert SemaineHabituelle.objects.get().au == VENDREDI_13
    client.force_login(maison.utilisateur)
    demande = Demarche.objects.get()
    assert "finit le 13 novembre 2026" in texte(
        client.get(reverse("demarches:detail", args=[demande.numero]))
    ).replace("\xa0", " ")
    assert client.get("/espace/reservations/mois/2027-02/").status_code == 200
    (dit,) = Courriel.objects.filter(cle__startswith="inscription:")
    assert "Annulée, non facturée" in dit.texte
    assert Journal.objects.filter(action="changement d’une inscription").exists()
    # No night books again what was cancelled, and undoing gives all of it back.
    habitudes.generer_tout()
    assert sorted(ou_sont(maison.enfant)) == [JEUDI_12, VENDREDI_13]
    defaire(ligne, par=agent)
    assert photo(maison.enfant) == avant


def test_what_the_child_has_meanwhile_is_not_taken_back(maison, agent, ouverte):
    ligne = faire(maison.inscription, agent, au=VENDREDI_13)
    Inscription.objects.filter(pk=maison.inscription.pk).update(au=None)
    piste = piste_de(maison.inscription)
    souhaits = [souhaiter(piste, LUNDI_16, Sens.AJOUT)]
    enregistrer_demande(
        souhaits, numero=uuid4(), foyer=maison.foyer, auteur=maison.utilisateur,
        montant_vu=montant_montre(etudier(souhaits)[0]),
    )  # fmt: skip
    defaire(ligne, par=agent)
    assert Reservation.objects.vivantes().filter(date=LUNDI_16).count() == 1
    perdue = ReservationSuivie.objects.get(reservation__date=LUNDI_16)
    assert "autre réservation" in perdue.phrase_du_retour
    assert ecarts() == []


def test_what_a_closing_holds_comes_back_to_who_pays_then(maison, autre, agent, ouverte):
    greve = fermer(ou=[Ou(ouverte.cantine, ouverte.restaurant)], jours=[LUNDI_16], motif="Grève", par=agent)
    faire(maison.inscription, agent, payeur=autre.payeur)
    assert [i.non for i in rouvrir(greve.fermetures.all(), par=agent)] == [None]
    assert Reservation.objects.vivantes().get(date=LUNDI_16).payeur == autre.payeur


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({}, "rien"),
        ({"au": date(2026, 8, 1)}, "dates"),
        ({"lieu": "port", "depuis": date(2026, 11, 2)}, "depuis"),
        ({"lieu": "port", "au": JEUDI_12, "depuis": LUNDI_16}, "depuis"),
        ({"lieu": "ferme"}, "lieu"),
        ({"payeur": "etranger"}, "payeur"),
    ],
)
def test_what_cannot_change_is_refused(maison, port, agent, ouverte, change, code):
    """Before today it was so; a home where the child does not live does not pay; a closed place feeds nobody."""
    connus = {
        "port": port,
        "ferme": Lieu.objects.create(code="autre", nom="Autre", genre="restaurant"),
        "etranger": famille(ouverte, enfants=0).payeur,
    }
    avant = photo(maison.enfant)
    with pytest.raises(Refus) as refus:
        faire(
            maison.inscription,
            agent,
            **{nom: connus.get(v, v) if isinstance(v, str) else v for nom, v in change.items()},
        )
    assert refus.value.code == code
    assert photo(maison.enfant) == avant


def test_a_change_is_undone_once_and_the_latest_first(maison, port, autre, agent):
    premier = faire(maison.inscription, agent, lieu=port)
    second = faire(premier.suite, agent, payeur=autre.payeur, depuis=LUNDI_16)
    with pytest.raises(Refus) as refus:
        defaire(premier, par=agent)
    assert refus.value.code == "plus_recent"
    defaire(second, par=agent)
    defaire(premier, par=agent)
    with pytest.raises(Refus) as refus:
        defaire(ChangementDInscription.objects.get(pk=premier.pk), par=agent)
    assert refus.value.code == "deja"
    assert set(ou_sont(maison.enfant).values()) == {"restaurant-aime-cesaire"}
    assert Inscription.objects.get().au is None


def test_a_parent_who_validates_a_page_of_before_books_nothing_at_the_former_place(maison, port, agent):
    """The registration changed in place: its dates are the same, its place is not."""
    Inscription.objects.filter(pk=maison.inscription.pk).update(du=date(2026, 11, 10))
    piste = piste_de(maison.inscription)
    libre = date(2026, 11, 19)
    faire(maison.inscription, agent, lieu=port)
    demarche = enregistrer_demande(
        [souhaiter(piste, libre, Sens.AJOUT)], numero=uuid4(), foyer=maison.foyer, auteur=maison.utilisateur,
        montant_vu=Decimal("0.85"),
    )  # fmt: skip
    assert demarche.etat == "refusee"
    assert not Reservation.objects.filter(date=libre).exists()


# The screens


def ecran(client, adresse, saisie):
    """Read what it changes, then do it; give what was read."""
    vue = client.post(adresse, saisie)
    assert vue.status_code == 200, texte(vue)
    assert client.post(adresse, saisie | {"confirmer": annoncee(vue)}).status_code == 302
    return espaces(texte(vue))


def test_the_agent_changes_reads_what_follows_and_goes_back(client_agent, maison, port):
    adresse = reverse("modifier_inscription", args=[maison.foyer.pk, maison.inscription.pk])
    saisie = {
        "lieu": port.pk, "payeur": maison.payeur.pk, "depuis": "2026-11-12", "sans_place": "laisser",
        "du": "2026-09-01", "au": "", "motif": "Nouvelle école",
    }  # fmt: skip
    lu = ecran(client_agent, adresse, saisie)
    assert "4 réservations, du 12 au 17 novembre, suivent l’inscription." in lu
    assert set(ou_sont(maison.enfant).values()) == {"restaurant-du-port"}
    ligne = ChangementDInscription.objects.get()
    dossier = client_agent.get(reverse("familles:dossier", args=[maison.foyer.pk])).content.decode()
    retour = reverse("defaire_inscription", args=[maison.foyer.pk, ligne.pk])
    assert retour in dossier
    assert "4 réservations reviennent comme avant." in ecran(client_agent, retour, {})
    assert set(ou_sont(maison.enfant).values()) == {"restaurant-aime-cesaire"}
    assert "déjà annulé" in texte(client_agent.post(retour, {}))


def test_the_agent_ends_a_registration(client_agent, maison):
    adresse = reverse("terminer_inscription", args=[maison.foyer.pk, maison.inscription.pk])
    vue = client_agent.post(adresse, {"au": "2026-11-13", "motif": ""})
    assert vue.status_code == 422
    assert "Dites pourquoi" in texte(vue)
    lu = ecran(client_agent, adresse, {"au": "2026-11-13", "motif": "Ne vient plus"})
    assert "2 réservations, du 16 au 17 novembre, sont annulées et non facturées : 1,70 € de moins." in lu.replace(
        "\u202f", " "
    )
    assert sorted(ou_sont(maison.enfant)) == [JEUDI_12, VENDREDI_13]


def test_a_change_of_another_family_is_nobodys_here(client_agent, maison, port, ouverte, agent):
    ligne = faire(maison.inscription, agent, lieu=port)
    autre = famille(ouverte, enfants=1)
    for nom, pk in (("modifier_inscription", maison.inscription.pk), ("defaire_inscription", ligne.pk)):
        assert client_agent.get(reverse(nom, args=[autre.foyer.pk, pk])).status_code == 404


def test_two_children_are_registered_in_three_screens(client_agent, ouverte, port):
    """The file, one form for both and for all activities, the file again."""
    maison = famille(ouverte, enfants=2)
    Inscription.objects.all().delete()
    adresse = reverse("inscrire_enfants", args=[maison.foyer.pk])
    assert adresse in client_agent.get(reverse("familles:dossier", args=[maison.foyer.pk])).content.decode()
    page = texte(client_agent.get(adresse))
    assert "Oui, au lieu de l’école de chaque enfant" in page
    saisie = {
        "enfants": [e.pk for e in maison.enfants], f"lieu_{ouverte.cantine.pk}": "ecole",
        "payeur": maison.payeur.pk, "du": "2026-11-10", "au": "",
    }  # fmt: skip
    assert client_agent.post(adresse, saisie).status_code == 302
    assert set(Inscription.objects.values_list("enfant", "lieu", "etat")) == {
        (e.pk, ouverte.restaurant.pk, EtatInscription.ACTIVE) for e in maison.enfants
    }
    # Again: refused beside the activity, for whom, and nothing is half done.
    refus = client_agent.post(adresse, saisie)
    assert refus.status_code == 422
    assert "Restauration scolaire : L’enfant est déjà inscrit à cette activité à ces dates." in espaces(texte(refus))
    assert Inscription.objects.count() == 2


def test_one_child_of_two_who_cannot_be_registered_stops_both(client_agent, ouverte):
    maison = famille(ouverte, enfants=2)
    Inscription.objects.filter(enfant=maison.enfants[0]).delete()
    adresse = reverse("inscrire_enfants", args=[maison.foyer.pk])
    saisie = {
        "enfants": [e.pk for e in maison.enfants], f"lieu_{ouverte.cantine.pk}": ouverte.restaurant.pk,
        "payeur": maison.payeur.pk, "du": "2026-11-10", "au": "",
    }  # fmt: skip
    assert client_agent.post(adresse, saisie).status_code == 422
    assert Inscription.objects.count() == 1
    rien = client_agent.post(adresse, saisie | {f"lieu_{ouverte.cantine.pk}": ""})
    assert "Choisissez un lieu pour au moins une activité." in texte(rien)


def test_undoing_leaves_what_the_other_home_pays_by_its_own_registration(maison, autre, agent, ouverte):
    Inscription.objects.filter(pk=maison.inscription.pk).update(au=VENDREDI_13)
    Reservation.objects.filter(date__in=[LUNDI_16, MARDI_17]).update(payeur=autre.payeur)
    Inscription.objects.create(
        enfant=maison.enfant, activite=ouverte.cantine, lieu=ouverte.restaurant, payeur=autre.payeur, du=LUNDI_16
    )
    avant = photo(maison.enfant)
    fermer(ou=[Ou(ouverte.cantine, ouverte.restaurant)], jours=[MARDI_17], motif="Grève", par=agent)
    ligne = faire(maison.inscription, agent, payeur=autre.payeur)
    defaire(ligne, par=agent)
    rouvrir(Fermeture.objects.en_cours(), par=agent)
    assert photo(maison.enfant) == avant


def test_the_usual_week_made_since_stays_once_the_change_is_undone(maison, port, agent, ouverte):
    ligne = faire(maison.inscription, agent, lieu=port)
    dates = {"a_partir_de": LUNDI_16, "du": LUNDI_16}
    SemaineHabituelle.objects.create(inscription=ligne.suite, formule=ouverte.formule, jours=[0], **dates)
    defaire(ligne, par=agent)
    assert SemaineHabituelle.objects.get().inscription == maison.inscription


def test_a_parent_barred_from_the_child_reads_nothing_of_its_new_place(maison, port, autre, agent, ouverte):
    maison.enfant.rattachements.filter(foyer=maison.foyer).update(au=date(2026, 11, 9))
    LienParental.objects.filter(enfant=maison.enfant, responsable=maison.responsable).update(restreint=True)
    faire(maison.inscription, agent, payeur=autre.payeur, lieu=port)
    (lettre,) = Courriel.objects.filter(cle__startswith="inscription:")
    assert lettre.destinataire == autre.responsable.email
    assert set(Demarche.objects.values_list("foyer", flat=True)) == {autre.foyer.pk}
