"""What the bank says, and what it changes. Nothing else in the portal makes an invoice paid."""

import logging
from datetime import timedelta

from django.db import transaction

from common import clock, journal
from common.actions import ActionJournal
from common.database.locks import lock_one, lock_pk
from common.errors import Refus
from common.mails import courriels
from common.web import freins
from factures.facturation.models import Facture
from factures.paiements.enums import VERDICTS_A_REGARDER, VERDICTS_EFFECTIFS, EtatTentative, ModeReglement, Verdict
from factures.paiements.models import Notification, Paiement, Tentative
from factures.paiements.paybox.configuration import configuration
from factures.paiements.paybox.protocol import SignatureInvalide, ValeurRefusee, verifier
from factures.paiements.paybox.reponse import Resultat, lire_reponse
from factures.paiements.services.imputations import imputer

logger = logging.getLogger(__name__)

# Messages without effect are kept within bounds: whoever repeats them must not fill the disk.
SANS_EFFET_PAR_HEURE = 50
LONGUEUR_GARDEE = 2000
RECU = "factures.paiements.tasks.lettre_de_recu"
NON_SIGNES_GARDES = 500
NUMERO_MAX = 20
SANS_TRANSACTION = ("", "0")
ETATS = {Resultat.REFUSE: EtatTentative.REFUSEE, Resultat.ANNULE: EtatTentative.ANNULEE}


def constater(brut, *, adresse=None):
    """Record a notification, the raw body that the bank sent; return the verdict.

    Idempotent: it may come twice, five times at once, days later or in the wrong order. Each fact counts once, a
    payment is never undone, and a payment accepted after a refusal counts.
    """
    reglages, adresse = configuration(), freins.lire_adresse(adresse or "")
    try:
        reponse = lire_reponse(verifier(brut, reglages.cles_publiques))
    except SignatureInvalide:
        return _consigner(brut, Verdict.SIGNATURE, adresse=adresse)
    except ValeurRefusee:
        return _consigner(brut, Verdict.ILLISIBLE, adresse=adresse)
    with transaction.atomic():
        reference = journal.court(reponse.reference, LONGUEUR_GARDEE)
        tentative = lock_one(Tentative.objects.filter(reference=reference))
        verdict = _juger(tentative, reponse, essais=reglages.essais)
        return _consigner(brut, verdict, adresse=adresse, tentative=tentative)


def _juger(tentative, reponse, *, essais):
    if tentative is None:
        return Verdict.REFERENCE
    if reponse.montant != tentative.montant:
        return Verdict.MONTANT
    if reponse.resultat is not Resultat.ACCEPTE:
        return _noter_sans_paiement(tentative, reponse)
    if reponse.est_un_essai and not essais:
        return Verdict.ESSAI
    return _encaisser(tentative, reponse)


def _noter_sans_paiement(tentative, reponse):
    """Record a refusal, a cancellation or a wait; nothing undoes a payment, and no wait undoes an answer."""
    etat = ETATS.get(reponse.resultat, EtatTentative.OUVERTE)
    code = journal.court(reponse.code, 5)
    if (tentative.etat, tentative.code) == (etat, code):
        return Verdict.DEJA_CONNUE
    conclue = tentative.etat != EtatTentative.OUVERTE
    if tentative.etat == EtatTentative.PAYEE or (conclue and etat == EtatTentative.OUVERTE):
        return Verdict.TARDIVE
    _conclure(tentative, etat, code)
    return Verdict.PRISE_EN_COMPTE


def _encaisser(tentative, reponse):
    """Record the money, once per transaction of the bank; what the invoice no longer needs is a credit."""
    numero = "" if reponse.transaction in SANS_TRANSACTION else journal.court(reponse.transaction, NUMERO_MAX)
    connu = _deja_encaisse(tentative, numero)
    if connu:
        return connu
    facture = lock_pk(Facture, tentative.facture_id)
    paiement = Paiement.objects.create(
        payeur_id=facture.payeur_id,
        regie_id=facture.regie_id,
        mode=ModeReglement.CARTE,
        montant=tentative.montant,
        tentative=tentative,
        appel=journal.court(reponse.appel, NUMERO_MAX),
        transaction=numero,
        autorisation=journal.court(reponse.autorisation, NUMERO_MAX),
    )
    impute = imputer(facture, paiement=paiement)
    _conclure(tentative, EtatTentative.PAYEE, reponse.code)
    journal.noter(ActionJournal.ENCAISSER, paiement, montant=str(paiement.montant), facture=facture.reference)
    # The task exists if and only if this commits; the mail is written then, without these locks.
    courriels.promettre(RECU, paiement.pk, cle=f"paiement:{paiement.pk}", objet="Votre paiement")
    return Verdict.PRISE_EN_COMPTE if impute == paiement.montant else Verdict.EXCEDENT


def _deja_encaisse(tentative, numero):
    """The verdict when this transaction of the bank is already recorded, here or for another attempt; else None."""
    connus = list(tentative.paiements.values_list("transaction", flat=True))
    if numero in connus or (connus and not numero):
        return Verdict.DEJA_CONNUE
    if numero and Paiement.objects.filter(mode=ModeReglement.CARTE, transaction=numero).exists():
        return Verdict.INCOHERENTE
    return None


def _conclure(tentative, etat, code):
    tentative.etat, tentative.code = etat, code
    tentative.repondue_le = clock.maintenant()
    tentative.save(update_fields=["etat", "code", "repondue_le"])


def _consigner(brut, verdict, *, adresse, tentative=None):
    """Store the message and its verdict; those without effect up to a number per hour, the log has them all."""
    niveau = logging.WARNING if verdict in (*VERDICTS_A_REGARDER, Verdict.SIGNATURE) else logging.INFO
    logger.log(niveau, "paybox: notification de %s, %s : %s", adresse, tentative or "référence inconnue", verdict)
    if verdict in VERDICTS_EFFECTIFS or _garder(tentative, verdict):
        Notification.objects.create(
            brut=lisible(brut)[:LONGUEUR_GARDEE], adresse=adresse or None, tentative=tentative, verdict=verdict
        )
        if verdict == Verdict.SIGNATURE:
            _oublier_les_anciens()
    return verdict


def _oublier_les_anciens():
    """Keep only the latest unsigned messages: anybody can send them, and they prove nothing."""
    non_signes = Notification.objects.filter(verdict=Verdict.SIGNATURE).order_by("-pk")
    trop = non_signes.values_list("pk", flat=True)[NON_SIGNES_GARDES : NON_SIGNES_GARDES + SANS_EFFET_PAR_HEURE]
    Notification.objects.filter(pk__in=list(trop)).delete()


def _garder(tentative, verdict):
    quoi = tentative.pk if tentative else verdict.value
    try:
        freins.compter(
            f"paybox:{quoi}", limite=SANS_EFFET_PAR_HEURE, fenetre=timedelta(hours=1), phrase="Trop de messages."
        )
    except Refus:
        return False
    return True


def lisible(brut):
    """The bytes received as text that a database takes: what is not plain ASCII is escaped."""
    texte = brut.decode("ascii", "backslashreplace")
    return "".join(lettre if lettre.isprintable() else f"\\x{ord(lettre):02x}" for lettre in texte)
