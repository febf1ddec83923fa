"""Axe finds nothing on any screen of the staff for families and money: every address of ours, by the walk."""

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from common import clock
from demo.identites import PARENT
from espace_prive.demarches.models import Demarche
from espace_prive.famille.models import Appartenance, Foyer, Rattachement
from espace_prive.garde.models import RythmeDeGarde, Swap
from espace_prive.ouverture.models import DemandeEspace, Envoi
from factures.tarifs.models import Majoration
from reservations.activites.models import ChangementDInscription, Creneau, Formule, Inscription, PeriodeReservation
from reservations.attente.models import Attente
from reservations.planning.models import Absence, Fermeture, OperationDeFermeture, Reservation
from reservations.pointage.models import Tirage
from tests.journeys.gestes import demande_en_attente
from tests.journeys.test_axe_commune import DE_LA_COMMUNE
from tests.tools.examen import Promenade

pytestmark = pytest.mark.journey
DEPARTS = [
    "/gestion/familles/", "/gestion/familles/?q=zzz", "/gestion/effectifs/?jour=2026-11-12",
    "/gestion/effectifs/?jour=2026-11-11", "/gestion/factures/", "/gestion/factures/?texte=zzz",
    "/gestion/factures/cloturer/", "/gestion/factures/tableau/", "/gestion/paiements/", "/gestion/paiements/recus/",
    "/gestion/paiements/banque/", "/gestion/tarifs/", "/gestion/activites/", "/gestion/ouvertures/",
    "/gestion/absences/?etat=toutes", "/gestion/absences/?etat=refusee", "/gestion/ouvertures/envois/",
    "/gestion/attentes/", "/gestion/attentes/refus/",
    "/gestion/corrections/", "/gestion/corrections/nouvelle/", "/gestion/dossiers/",
    "/gestion/animateurs/", "/gestion/familles/a-completer/", "/gestion/cuisine/?jour=2026-11-12",
    "/gestion/cuisine/?vue=semaine", "/gestion/effectifs/?jour=2026-11-05",
    "/gestion/composants/", "/gestion/composants/agents/",
]  # fmt: skip
# The addresses where the walk finds no page, and why.
FICHIER, FACTUREE = "a file", "every grid of the demonstration has billed: it is only read"
SANS_PAGE = {
    "absence_document": FICHIER,
    "changements:pai": FICHIER,
    "changements:piece": FICHIER,
    "facture_agent_pdf": FICHIER,
    "factures_papier": FICHIER,
    "modifier_grille": FACTUREE,
    "supprimer_grille": FACTUREE,
    "tirage_pdf": FICHIER,
}


def _attend(portail, inscription):
    """Have a child wait for an open day on which it has nothing: offered or not meanwhile, it is on the list."""
    formule = portail.objets(Formule).filter(activite=inscription.activite).first()
    creneau = portail.objets(Creneau).filter(
        unite__formules=formule, lieu=inscription.lieu, groupe=None, ferme=False, date__gte=date(2026, 12, 10)
    ).earliest("date")  # fmt: skip
    prises = portail.objets(Reservation).exclude(etat="annulee").filter(date=creneau.date).values("enfant")
    enfants = portail.objets(Inscription).filter(activite=inscription.activite, lieu=inscription.lieu)
    sienne = enfants.filter(au=None).exclude(enfant__in=prises).first() or enfants.first()
    return portail.objets(Attente).create(
        inscription=sienne, enfant_id=sienne.enfant_id, formule=formule, lieu_id=sienne.lieu_id, date=creneau.date
    )


@pytest.fixture
def a_traiter(portail):
    """Write what waits for nobody yet: a request for a space, a change, a closing, letters; give more to walk from."""
    camille = portail.objets(Foyer).get(nom=PARENT.nom)
    inscription = portail.objets(Inscription).filter(payeur__foyer=camille).earliest("pk")
    operation = portail.objets(OperationDeFermeture).create(motif="Grève")
    rangees = [
        portail.objets(DemandeEspace).create(
            civilite="mme", nom="Kerlan", prenoms="Anne", naissance=date(1990, 1, 1), adresse="1 rue Haute",
            code_postal="44480", ville="Donges", email="anne.kerlan@courriel.example", qualite="mere",
            enfants=[{"prenom": "Lou", "nom": "Kerlan", "naissance": "2019-02-03"}],
        ),
        portail.objets(Fermeture).create(
            operation=operation, activite=inscription.activite, lieu=inscription.lieu, date=date(2026, 11, 12)
        ),
        operation,
        portail.objets(ChangementDInscription).create(
            inscription=inscription, lieu_avant=inscription.lieu, payeur_avant=inscription.payeur,
            du_avant=inscription.du, lieu=inscription.lieu, payeur=inscription.payeur, du=inscription.du,
            au=date(2027, 6, 30), depuis=inscription.du, motif="Départ",
        ),
        portail.objets(Majoration).create(
            activite=inscription.activite, nature=1, valeur=2, du=date(2027, 9, 1)
        ),
        portail.objets(Absence).create(
            reservation=portail.objets(Reservation).filter(payeur__foyer=camille, etat="confirmee").latest("pk"),
            motif="maladie", effet="facturee", phrase="Le repas reste facturé.",
        ),
        portail.objets(Tirage).create(
            activite=inscription.activite, jour=date(2026, 11, 12), de_nuit=True, fait_le=clock.maintenant()
        ),
        portail.objets(Envoi).create(numero=uuid4(), genre="invitations", termine_le=clock.maintenant()),
    ]  # fmt: skip
    attente = _attend(portail, inscription)
    rangees.insert(0, attente)
    rythme = portail.objets(RythmeDeGarde).first()
    swap = portail.objets(Swap).create(
        numero=uuid4(), enfant_id=rythme.enfant_id, de_id=rythme.premier_id, a_id=rythme.second_id,
        du=date(2026, 11, 19), au=date(2026, 11, 19), etat="accepte", repondu_le=clock.maintenant(),
    )  # fmt: skip
    rangees.insert(0, swap)
    ailleurs = portail.objets(Rattachement).exclude(foyer=camille).filter(enfant__liens__isnull=False).first()
    adulte = portail.objets(Appartenance).filter(foyer=ailleurs.foyer).first().responsable_id
    periode = portail.objets(PeriodeReservation).first()
    demarche = portail.objets(Demarche).filter(foyer__isnull=False).first()
    # After a search, or behind a button that is there on other days.
    suite = [
        reverse("retirer_attente", args=[attente.pk]),
        reverse("gardes:arreter", args=[rythme.premier_id, rythme.enfant_id]),
        reverse("gardes:defaire", args=[rythme.premier_id, rythme.enfant_id, swap.pk]),
        reverse("familles:rattacher_enfant", args=[camille.pk, ailleurs.enfant_id]),
        reverse("familles:rejoindre", args=[camille.pk, adulte]),
        reverse("ouvertures:relancer", args=[rangees[-1].pk]),
        reverse("tirage_effectifs", args=[rangees[-2].pk]),
        reverse("fermeture_jour", args=[next(r.pk for r in rangees if isinstance(r, Fermeture))]),
        reverse(
            "defaire_inscription",
            args=[camille.pk, next(r.pk for r in rangees if isinstance(r, ChangementDInscription))],
        ),
        reverse("demande_de_la_famille", args=[demarche.foyer_id, demarche.pk]),
        # Of an activity that is not the first: the walk reads one of each kind.
        reverse("copier_periode", args=[periode.activite_id, periode.pk]),
    ]
    with demande_en_attente(portail):
        yield suite
    for rangee in rangees:
        rangee.delete()


def test_axe_finds_nothing_on_the_screens_for_families_and_money(tous_les_roles, portail, a_traiter):
    promenade = Promenade(portail, lambda route: route.startswith("gestion/") and not route.startswith(DE_LA_COMMUNE))
    promenade.marcher(tous_les_roles, [*DEPARTS, *a_traiter])
    promenade.conclure(SANS_PAGE)
