"""« Créer mon espace » with a key: the account, tied to its responsable, in one transaction."""

import re
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.db.models.functions import Lower

from common import journal
from common.actions import ActionJournal
from common.database.locks import lock
from common.errors import Refus
from common.web import freins
from common.words.noms import mots
from espace_prive.comptes.models import Utilisateur
from espace_prive.comptes.services import corriger_adresse, creer_compte, supprimer_compte_jamais_active
from espace_prive.famille.models import Appartenance, Enfant, Responsable
from espace_prive.famille.querysets import en_cours
from espace_prive.famille.services.courriel import prevenir_l_ancienne
from espace_prive.ouverture.models import CleEnfance
from espace_prive.ouverture.services.cles import ESSAIS_PAR_HEURE, TROP_D_ESSAIS, consommer_cle, trouver_cle

LONGUEUR_DE_L_IDENTIFIANT, ESSAIS_D_IDENTIFIANT = 50, 3
# Guesses of the proof for one key, in a day: a date of birth of a child is one of some five thousand.
ESSAIS_DE_PREUVE = 5
TROP_DE_PREUVES = (
    "Cette date a été essayée cinq fois. Recommencez demain, ou appelez le service : il ouvre votre espace avec vous."
)
PREUVE = (
    "Ce n’est la date de naissance d’aucun de vos enfants, tels que la mairie les connaît. Vérifiez le jour, le mois "
    "et l’année ; si elle est juste, appelez le service."
)
IDENTIFIANT_PRIS = "Cet identifiant est déjà pris. Choisissez-en un autre."
COURRIEL_PRIS = (
    "Un espace existe déjà avec cette adresse électronique. Connectez-vous, ou indiquez une autre adresse : "
    "chaque parent a la sienne."
)


def verifier_cle(cle: str, *, adresse: str) -> CleEnfance:
    """The living key that was typed; wrong ones from this IP address are counted."""
    frein = f"cle:{freins.reseau(adresse)}"
    freins.compter(frein, limite=ESSAIS_PAR_HEURE, fenetre=timedelta(hours=1), phrase=TROP_D_ESSAIS)
    ligne = trouver_cle(cle)
    freins.rendre(frein)
    return ligne


def preuves(responsable: Responsable) -> set[date]:
    """Give the dates that prove who holds the key: of the children of its file, and its own where it is known.

    The letter bears the name, the address and the key, and so does its QR code: all that is printed on it is worth
    what the paper is worth, which may lie in a bin. One thing that the paper does not say is asked besides, whether
    the key was typed or read by a telephone. A file without any child protects nothing yet: its key alone opens it.
    """
    foyers = Appartenance.objects.filter(en_cours(), responsable=responsable).values("foyer")
    siens = Q(liens__responsable=responsable) | Q(rattachements__foyer__in=foyers)
    enfants = set(Enfant.objects.filter(siens).values_list("naissance", flat=True))
    return enfants | ({responsable.naissance} - {None}) if enfants else set()


def prouver(ligne: CleEnfance, naissance: date | None) -> None:
    """Raise Refus(code="preuve") unless the date is one of ``preuves``; guesses of a key are few."""
    attendues = preuves(ligne.responsable)
    if not attendues:
        return
    frein = f"preuve:{ligne.pk}"
    freins.compter(frein, limite=ESSAIS_DE_PREUVE, fenetre=timedelta(days=1), phrase=TROP_DE_PREUVES)
    if naissance not in attendues:
        raise Refus(PREUVE, code="preuve")
    freins.oublier(frein)


def creer_espace(*, cle, adresse_internet, email, mot_de_passe, naissance=None) -> Utilisateur:
    """Create the account of whoever holds ``cle`` and proves it; raise Refus, whose code names the field at fault.

    The account bears the names of the file. One signs in with the address; the identifiant, made of the names, may be
    changed later.
    """
    prouver(verifier_cle(cle, adresse=adresse_internet), naissance)
    for essai in range(ESSAIS_D_IDENTIFIANT):
        try:
            return _creer(cle, email=email, mot_de_passe=mot_de_passe)
        except IntegrityError as erreur:
            # Somebody took the same identifiant or address between the look and the write.
            if "courriel_unique" in str(erreur):
                raise Refus(COURRIEL_PRIS, code="courriel_pris") from erreur
            if essai == ESSAIS_D_IDENTIFIANT - 1:
                raise


@transaction.atomic
def _creer(cle, *, email, mot_de_passe) -> Utilisateur:
    ligne = trouver_cle(cle, verrou=True)
    connu = ligne.responsable
    liberer_compte(connu)
    identifiant = proposer_identifiant(connu)
    verifier_libres(identifiant, email)
    utilisateur = creer_compte(
        identifiant=identifiant, email=email, mot_de_passe=mot_de_passe, civilite=connu.civilite, nom=connu.nom,
        prenoms=connu.prenoms,
    )  # fmt: skip
    _mettre_a_jour(consommer_cle(ligne, utilisateur), par=utilisateur, email=email)
    return utilisateur


def proposer_identifiant(responsable: Responsable) -> str:
    """« camille.riviere », then « camille.riviere2 »: the first that nobody has."""
    debut = ".".join([*mots(responsable.prenoms)[:1], "-".join(mots(responsable.nom))])
    debut = re.sub(r"[^a-z0-9.+-]", "", debut)[:LONGUEUR_DE_L_IDENTIFIANT].strip(".-") or "parent"
    debut = debut if len(debut) >= 3 else f"{debut}-parent"
    pris = set(Utilisateur.objects.filter(identifiant__istartswith=debut).values_list(Lower("identifiant"), flat=True))
    return next(nom for nom in (debut, *(f"{debut}{n}" for n in range(2, len(pris) + 3))) if nom not in pris)


def corriger_adresse_d_activation(utilisateur: Utilisateur, email: str) -> None:
    """Correct the address mistyped at the creation, in the account and in the file; the answer is the same for all."""
    with transaction.atomic():
        if not corriger_adresse(utilisateur, email):
            return
        responsable = lock(utilisateur.responsable)
        avant, responsable.email = responsable.email, email
        responsable.version += 1
        responsable.save(update_fields=["email", "version"])
        journal.noter(ActionJournal.ADRESSE_CORRIGEE_AVANT_L_ACTIVATION, responsable, par=utilisateur, avant=avant)


def liberer_compte(responsable: Responsable) -> None:
    """Remove this person's account if it was never activated (a mistyped address): the new key replaces it."""
    ancien = responsable.utilisateur
    if ancien is None:
        return
    responsable.utilisateur = None
    responsable.save(update_fields=["utilisateur"])
    supprimer_compte_jamais_active(ancien, motif="remplacé par une nouvelle clé enfance")


def verifier_libres(identifiant, email):
    """Refuse a taken identifiant or address. Only the holder of a living key learns that they are."""
    if Utilisateur.objects.filter(identifiant__iexact=identifiant).exists():
        raise Refus(IDENTIFIANT_PRIS, code="identifiant_pris")
    if Utilisateur.objects.filter(email__iexact=email).exists():
        raise Refus(COURRIEL_PRIS, code="courriel_pris")


def _mettre_a_jour(responsable: Responsable, *, par, email):
    """Take over the address; the former one, where there was another, is told."""
    avant = {"email": responsable.email}
    responsable.email = email
    responsable.version += 1
    responsable.save(update_fields=["email", "version"])
    ligne = journal.noter(ActionJournal.COORDONNEES_A_LA_CREATION_DE_L_ESPACE, responsable, par=par, avant=avant)
    prevenir_l_ancienne(responsable, avant["email"], evenement=ligne.pk)
