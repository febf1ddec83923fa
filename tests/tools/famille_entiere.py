"""One family with one of everything that an address can name, and what the addresses take of it."""

import copy
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import transaction

from common import clock
from espace_prive.comptes.models import Utilisateur
from espace_prive.demarches import services as demarches
from espace_prive.documents import services as documents
from espace_prive.documents.controle import controler
from espace_prive.famille.models import Enfant, Foyer, Responsable
from espace_prive.garde.models import Swap
from espace_prive.modifications.models import Modification
from espace_prive.sante.services import sante
from factures.facturation.models import Facture
from factures.facturation.services import lancer_cloture
from factures.paiements.models import Tentative
from reservations.activites.models import PeriodeReservation
from reservations.activites.services.places import ouvrir
from reservations.attente.models import Attente
from reservations.campagnes.models import Campagne, Rencontre
from reservations.campagnes.services import campagnes, rendezvous
from reservations.planning.models import Absence, SemaineHabituelle
from tests.conftest import DONGES, ClientQuiLit
from tests.factories.activites import activite, inscrire_a
from tests.factories.famille import FoyerFactory, famille
from tests.factories.reservations import reserver_jours
from tests.tools.adresses import ecrire, en_lot, toutes
from tests.tools.fichiers import pdf


@pytest.fixture
def foyer_a(donges):
    """Give a family with one of everything that an address can name."""
    return _tout_creer(donges)


@pytest.fixture(scope="module")
def maison_du_module(django_db_setup, django_db_blocker):
    """Give such a family, made once for the tests of a file: each of them writes in a savepoint, and gives it up."""
    with django_db_blocker.unblock():
        bloc = transaction.atomic()
        bloc.__enter__()
        donges = DONGES.charger()
        maison = _tout_creer(donges)
        maison.donges = donges
    yield maison
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        bloc.__exit__(None, None, None)


def jumeau(client):
    """Give a client with the session of another: what a test does with it, the next one does not see."""
    autre = ClientQuiLit()
    autre.cookies = copy.deepcopy(client.cookies)
    # The chain of middlewares, ready: a client that makes its own takes longer than most pages.
    autre.handler = client.handler
    return autre


def _tout_creer(donges):
    ouvrir(donges.cantine, donges.restaurant, du=donges.annee.du, au=donges.annee.au, places=60)
    maison = famille(donges)
    reservees = reserver_jours(maison, donges, [date(2026, 10, 6), date(2026, 11, 16)])
    demarche = demarches.deposer(
        numero=uuid4(), type="reservation", titre="Réservation", service=donges.service, foyer=maison.foyer,
        auteur=maison.utilisateur,
    )  # fmt: skip
    maison.demarche = demarche
    voulue = demarches.deposer(
        numero=uuid4(), type="dossier", titre="Adresse", service=donges.service, foyer=maison.foyer,
        auteur=maison.utilisateur,
    )  # fmt: skip
    maison.modification = Modification.objects.create(
        demarche=voulue, genre="adresse", rubrique="adresse", cible_id=maison.foyer.pk
    )
    pai = documents.deposer(controler(pdf()), par=maison.utilisateur)
    sante.joindre_pai(maison.enfants[0], pai, version=0, par=maison.utilisateur)
    lancer_cloture(regie=donges.regie, mois=date(2026, 10, 1), echeance=date(2026, 12, 1), par=None)
    maison.facture = Facture.objects.get(payeur=maison.payeur)
    maison.tentative = Tentative.objects.create(
        facture=maison.facture, reference="F2026000001-A9", montant=maison.facture.total, auteur=maison.utilisateur
    )
    maison.absence = Absence.objects.create(
        reservation=next(r for r in reservees if r.date == date(2026, 11, 16)), motif="maladie", effet="facturee",
        declaree_par=maison.utilisateur, justificatif=documents.deposer(controler(pdf()), par=maison.utilisateur),
        justifiee_le=clock.maintenant(),
    )  # fmt: skip
    maison.habitude = SemaineHabituelle.objects.create(
        inscription=maison.inscriptions[0], formule=donges.formule, jours=[0], du=date(2026, 11, 9),
        a_partir_de=date(2026, 11, 9),
    )  # fmt: skip
    maison.refus_habituel = maison.habitude.refus.create(date=date(2026, 11, 23), code="complet", phrase="Complet.")
    ailleurs = FoyerFactory(nom="Ailleurs", adresse="1 rue de l’Autre")
    maison.swap = Swap.objects.create(
        numero=uuid4(), enfant=maison.enfants[0], de=maison.foyer, a=ailleurs, du=date(2026, 11, 19),
        au=date(2026, 11, 19),
    )  # fmt: skip
    maison.swap.demis.create(jour=maison.swap.du, demi=0, donne=True)
    maison.attente = Attente.objects.create(
        inscription=maison.inscriptions[0], enfant=maison.enfants[0], formule=donges.formule, lieu=donges.restaurant,
        date=date(2026, 11, 26), par=maison.utilisateur,
    )  # fmt: skip
    atelier = activite(donges, "atelier", unites={"seance": (None, None)}, formules={"seance": (["seance"], None)})
    inscrire_a(atelier, maison.enfants[0], maison.payeur, donges.restaurant)
    periode = PeriodeReservation.objects.create(
        activite=atelier.activite, nom="Hiver", du=date(2027, 3, 8), au=date(2027, 3, 12),
        ouvre_le=clock.maintenant(),
    )  # fmt: skip
    maison.campagne = campagnes.enregistrer(
        Campagne(
            titre="Hiver", question="Qui vient ?", ouvre_le=clock.maintenant(),
            ferme_le=clock.maintenant() + timedelta(days=30),
        ),
        [periode], par=None,
    )  # fmt: skip
    maison.rencontre = rendezvous.enregistrer(
        Rencontre(
            titre="Rencontre", lieu="Mairie", service=donges.service, ouvre_le=clock.maintenant(),
            ferme_le=clock.maintenant() + timedelta(days=30),
        ),
        ecoles=[], activites=[atelier.activite], par=None,
    )  # fmt: skip
    debut = clock.maintenant() + timedelta(days=40)
    maison.rencontre.rendez_vous.create(debut=debut, fin=debut + timedelta(minutes=15))
    return maison


# What each private address takes, so that it names something of this family.
# What addresses hold that names nobody: a week, a month. They answer to all who signed in, with what is theirs.
SANS_FAMILLE = {
    "planning:mois": {"mois": "2026-11"},
    "planning:semaine_du": {"lundi": "2026-11-16"},
    "veille:semaine": {"lundi": "2026-11-16"},
}
PARAMETRES = {
    "accueil:enfant": lambda maison: {"pk": maison.enfants[0].pk},
    "accueil:fiche_famille": lambda maison: {"pk": maison.foyer.pk},
    "accueil:inscription": lambda maison: {"pk": maison.inscriptions[0].pk},
    "demarches:detail": lambda maison: {"numero": maison.demarche.numero},
    "garde:echanger": lambda maison: {"pk": maison.enfants[0].pk},
    "garde:jours": lambda maison: {"pk": maison.enfants[0].pk},
    "garde:swap": lambda maison: {"numero": maison.swap.numero},
    "modifications:changer": lambda maison: {"genre": "alimentation", "pk": maison.enfants[0].pk},
    "modifications:demande": lambda maison: {"numero": maison.modification.demarche.numero},
    "modifications:enfant": lambda maison: {"pk": maison.enfants[0].pk},
    "modifications:pai": lambda maison: {"pk": maison.enfants[0].pk},
    "facturation:detail": lambda maison: {"pk": maison.facture.pk},
    "facturation:pdf": lambda maison: {"pk": maison.facture.pk},
    "famille:responsable": lambda maison: {"pk": maison.responsable.pk},
    "paiements:payer": lambda maison: {"pk": maison.facture.pk, "facture_pk": maison.facture.pk},
    "paiements:retour": lambda maison: {"reference": maison.tentative.reference, "issue": "effectue"},
    "attente:attente": lambda maison: {"pk": maison.attente.pk},
    "planning:certificat": lambda maison: {"pk": maison.absence.pk},
    "planning:reprendre_absence": lambda maison: {"pk": maison.absence.pk},
    "planning:arreter_habitude": lambda maison: {"pk": maison.habitude.pk},
    "planning:ecarter_refus": lambda maison: {"pk": maison.refus_habituel.pk},
    "planning:commencer": lambda maison: {"pk": maison.inscriptions[0].pk},
    "campagnes:repondre": lambda maison: {"pk": maison.campagne.pk},
    "campagnes:rencontre": lambda maison: {"pk": maison.rencontre.pk},
    "campagnes:laisser": lambda maison: {"pk": maison.rencontre.pk, "enfant": maison.enfants[0].pk},
    "campagnes:reserver": lambda maison: {"pk": maison.campagne.pk},
    "planning:annuler": lambda maison: {"numero": maison.demarche.numero},
    "planning:confirmation": lambda maison: {"numero": maison.demarche.numero},
}


def parametres(maison):
    """Give them for that family: name of the address → its parameters."""
    return {nom: valeurs(maison) for nom, valeurs in PARAMETRES.items()}


MARQUE = "Qzwxmarque"


def marque(maison):
    """Write over the family a name that nothing else bears."""
    for lignes in (
        Foyer.objects.filter(pk=maison.foyer.pk),
        Responsable.objects.filter(pk=maison.responsable.pk),
        Enfant.objects.filter(pk__in=[e.pk for e in maison.enfants]),
    ):
        lignes.update(nom=MARQUE)
    Utilisateur.objects.filter(pk=maison.utilisateur.pk).update(last_name=MARQUE)


def pour_la_gestion(maison):
    """Give what the numbers of the admin's addresses may name of the family."""
    return [
        {"pk": maison.foyer.pk, "foyer_pk": maison.foyer.pk, "enfant_pk": maison.enfants[0].pk,
         "responsable_pk": maison.responsable.pk, "swap_pk": maison.swap.pk},
        {"pk": maison.enfants[0].pk}, {"pk": maison.responsable.pk, "foyer_pk": maison.foyer.pk},
        {"pk": maison.facture.pk}, {"pk": maison.modification.pk}, {"pk": maison.absence.pk},
        {"pk": maison.attente.pk},
        {"pk": maison.campagne.pk}, {"pk": maison.rencontre.pk},
    ]  # fmt: skip


def tout_wagtail(maison):
    """Give (name, path) of what Wagtail's generic pages may tell of the family's account and rows.

    Several rows at once, lists that leave as spreadsheets, the reports, the history, the use, the API.
    """
    compte = maison.utilisateur.pk
    for app, modele, action in en_lot():
        yield f"{app}.{modele}", f"/gestion/bulk/{app}/{modele}/{action}/?id={compte}&id=all"
    for nom, route, _ in toutes():
        if "(?P<" in route or not route.startswith(("gestion/api/", "gestion/reports/", "gestion/users/")):
            continue
        chemin, _ = ecrire(route, {"pk": compte})
        yield nom, chemin
        for suite in ("export=csv", "export=xlsx", f"q={MARQUE[:6]}", "fields=*"):
            yield nom, f"{chemin}?{suite}"


def chemins_de(route, maison):
    """Give the paths, each once, of an address of the admin for all that its numbers may name of the family."""
    return dict.fromkeys(ecrire(route, valeurs)[0] for valeurs in pour_la_gestion(maison))
