"""« Créer mon espace » with a key: the account, tied to its responsable, in one transaction."""

from datetime import timedelta

from django.db import IntegrityError, transaction

from common import clock, journal
from common.actions import ActionJournal
from common.database.locks import lock
from common.errors import Refus
from common.web import freins
from common.words.noms import meme_nom, meme_prenom
from espace_prive.comptes.models import Utilisateur
from espace_prive.comptes.services import corriger_adresse, creer_compte, supprimer_compte_jamais_active
from espace_prive.famille.models import Responsable
from espace_prive.famille.services.courriel import prevenir_l_ancienne
from espace_prive.ouverture.models import CleEnfance
from espace_prive.ouverture.services.cles import ESSAIS_PAR_HEURE, TROP_D_ESSAIS, consommer_cle, trouver_cle

AUTRE_PERSONNE = (
    "Cette clé a été remise à une autre personne. Chaque parent a la sienne : écrivez vos nom et prénom comme sur "
    "la lettre, ou demandez la clé à votre nom."
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


def creer_espace(
    *, cle, adresse_internet, civilite, nom, prenoms, identifiant, email, mot_de_passe, adresse,
    nom_naissance="", mobile="", telephone="",
) -> Utilisateur:  # fmt: skip
    """Create the account of whoever holds ``cle``; raise Refus, whose code names the field at fault.

    The account bears the names of the file: what was typed only proves identity.
    """
    verifier_cle(cle, adresse=adresse_internet)
    try:
        with transaction.atomic():
            ligne = trouver_cle(cle, verrou=True)
            connu = ligne.responsable
            if not (
                meme_prenom(prenoms, connu.prenoms)
                and meme_nom([nom, nom_naissance], [connu.nom, connu.nom_naissance])
            ):
                raise Refus(AUTRE_PERSONNE, code="autre_personne")
            liberer_compte(connu)
            verifier_libres(identifiant, email)
            utilisateur = creer_compte(
                identifiant=identifiant, email=email, mot_de_passe=mot_de_passe, civilite=civilite,
                nom=connu.nom, prenoms=connu.prenoms,
            )  # fmt: skip
            responsable = consommer_cle(ligne, utilisateur)
            _mettre_a_jour(
                responsable, par=utilisateur, adresse=adresse, email=email, mobile=mobile, telephone=telephone,
                nom_naissance=nom_naissance,
            )  # fmt: skip
    except IntegrityError as erreur:
        # Somebody took the same identifiant or address between the look and the write.
        if "courriel_unique" in str(erreur):
            raise Refus(COURRIEL_PRIS, code="courriel_pris") from erreur
        raise Refus(IDENTIFIANT_PRIS, code="identifiant_pris") from erreur
    return utilisateur


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


def _mettre_a_jour(responsable: Responsable, *, par, adresse, email, mobile, telephone, nom_naissance):
    """Take over the contact means; the name in the file stays, the address is for the service to judge."""
    avant = {"email": responsable.email, "mobile": responsable.mobile, "telephone": responsable.telephone}
    responsable.email = email
    responsable.mobile = mobile or responsable.mobile
    responsable.telephone = telephone or responsable.telephone
    responsable.nom_naissance = responsable.nom_naissance or nom_naissance
    if adresse:
        responsable.adresse_indiquee, responsable.adresse_indiquee_le = adresse, clock.maintenant()
    responsable.version += 1
    responsable.save()
    ligne = journal.noter(ActionJournal.COORDONNEES_A_LA_CREATION_DE_L_ESPACE, responsable, par=par, avant=avant)
    prevenir_l_ancienne(responsable, avant["email"], evenement=ligne.pk)
