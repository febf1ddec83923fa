"""Send a payer to the bank: the attempt is saved first, under a reference that was never used."""

from email.utils import parseaddr

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.urls import reverse

from common import clock
from common.database.locks import lock
from common.errors import Refus
from common.words.adresses import FRANCE, code_numerique
from factures.paiements.enums import EtatTentative
from factures.paiements.models import Tentative
from factures.paiements.paybox.client import url_paiement
from factures.paiements.paybox.configuration import configuration
from factures.paiements.paybox.protocol import Adresses, Demande, champs_demande
from factures.paiements.paybox.titulaire import Titulaire
from factures.paiements.services.imputations import reste_du

ATTENTE = (
    "La banque n’a pas encore donné sa réponse pour un paiement de cette facture : ne payez pas une seconde fois."
)
ISSUES = ("effectue", "refuse", "annule", "attente")


@transaction.atomic
def ouvrir_tentative(facture, *, auteur):
    """Open an attempt for all that remains due. Any unpaid invoice will do.

    Raise Refus: ``avoir``, ``reglee``, ``attente`` (the bank has said of another attempt that its answer will come).
    """
    facture = lock(facture)
    if facture.est_avoir:
        raise Refus("Un avoir ne se paie pas.", code="avoir")
    reste = reste_du(facture)
    if reste <= 0:
        raise Refus("Cette facture est réglée : il n’y a plus rien à payer.", code="reglee")
    if facture.tentatives.filter(etat=EtatTentative.OUVERTE).exclude(code="").exists():
        raise Refus(ATTENTE, code="attente")
    return Tentative.objects.create(
        facture=facture, reference=_nouvelle_reference(facture), montant=reste, auteur=auteur
    )


def _nouvelle_reference(facture):
    """The next attempt, invoice number first: « F2026000145-R1-A2 ». Numbers are the régie's own."""
    rang = facture.tentatives.count() + 1
    return f"F{facture.exercice}{facture.numero:06d}-R{facture.regie_id}-A{rang}"


def formulaire_banque(tentative):
    """The address of the bank's page and the ordered, signed fields of its form."""
    reglages = configuration()
    demande = Demande(
        reference=tentative.reference,
        montant=tentative.montant,
        courriel=_courriel(tentative.auteur),
        instant=clock.ici(),
        titulaire=_titulaire(tentative),
        adresses=_adresses(tentative.reference),
    )
    return url_paiement(reglages), champs_demande(demande, reglages)


def _adresses(reference):
    retours = {issue: _absolue("paiements:retour", reference, issue) for issue in ISSUES}
    return Adresses(notification=_absolue("paiements:notification"), **retours)


def _absolue(nom, *args):
    return settings.ADRESSE_PUBLIQUE + reverse(nom, args=args)


def _courriel(auteur):
    """The payer's address as the bank takes it, else the portal's own: the field is mandatory."""
    adresse = auteur.email
    if adresse.isascii() and 6 <= len(adresse) <= 120 and " " not in adresse and "@" in adresse:
        return adresse
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


def _titulaire(tentative):
    foyer = tentative.facture.payeur.foyer
    try:
        personne = tentative.auteur.responsable
        prenom, nom, telephone = personne.prenoms, personne.nom, personne.mobile or personne.telephone
    except ObjectDoesNotExist:
        prenom, nom, telephone = tentative.auteur.first_name, tentative.auteur.last_name, ""
    return Titulaire(
        prenom=prenom,
        nom=nom,
        telephone=telephone,
        adresse=foyer.adresse if foyer else tentative.facture.adresse,
        complement=foyer.complement if foyer else "",
        code_postal=foyer.code_postal if foyer else "",
        ville=foyer.ville if foyer else "",
        pays=code_numerique(foyer.pays if foyer else FRANCE),
    )
