"""« Mes identifiants »: the identifiant, and the e-mail address, which changes once both addresses had their say.

The change needs the present password. The new address proves that it exists and is the person's; the present one is
told, and may accept at once or stop everything. Both said yes: the change is made. The present one keeps silent for
three days: the change is made too, since an address that one no longer reads is the usual reason to change it. It says
no: nothing changes, every session ends and the password, which somebody else knows, stops working.
"""

from datetime import timedelta
from secrets import token_urlsafe

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse

from common import clock, journal
from common.actions import ActionJournal
from common.database.locks import lock, lock_pk
from common.errors import Refus
from common.web import freins
from espace_prive.comptes.cookie import empreinte
from espace_prive.comptes.enums import EtatChangement
from espace_prive.comptes.extensions import SUIVRE_COURRIEL
from espace_prive.comptes.models import SILENCE, ChangementCourriel, Utilisateur
from espace_prive.comptes.services.appareils import fermer_les_sessions, oublier_la_confiance
from espace_prive.comptes.services.courrier import ecrire
from espace_prive.comptes.services.liens import exiger_mot_de_passe

VALIDITE = timedelta(days=7)
DEMANDES_PAR_JOUR = 5
TROP = "Trop de demandes aujourd’hui. Recommencez demain."
PRIS = "Cet identifiant est déjà pris. Choisissez-en un autre."
AILLEURS = "Votre identifiant vient d’être changé depuis une autre page."
DEJA = (
    "Un changement vers {nouvelle} vient d’être demandé depuis une autre page. Vous pouvez garder cette demande, ou "
    "la remplacer."
)
ACCORDS = {
    "ancienne": ActionJournal.ADRESSE_ELECTRONIQUE_ACCORD_DE_L_ANCIENNE,
    "nouvelle": ActionJournal.ADRESSE_ELECTRONIQUE_ACCORD_DE_LA_NOUVELLE,
}
PERIME = "Ce lien n’est plus valable : il a déjà servi, la demande a été annulée, ou elle a plus de sept jours."


def changer_identifiant(utilisateur: Utilisateur, identifiant: str, *, mot_de_passe: str) -> None:
    """Change the identifiant, against the present password; the person is told by mail."""
    exiger_mot_de_passe(utilisateur, mot_de_passe)
    ancien = utilisateur.identifiant
    if identifiant == ancien:
        raise Refus("C’est déjà votre identifiant.", code="meme")
    # Few tries a day: an account is no tool to list the identifiants of others.
    freins.compter(f"identifiant:{utilisateur.pk}", limite=DEMANDES_PAR_JOUR, fenetre=timedelta(days=1), phrase=TROP)
    try:
        with transaction.atomic():
            if Utilisateur.objects.filter(identifiant__iexact=identifiant).exclude(pk=utilisateur.pk).exists():
                raise Refus(PRIS, code="pris")
            memes = Utilisateur.objects.filter(pk=utilisateur.pk, identifiant=ancien)
            if not memes.update(identifiant=identifiant):
                raise Refus(AILLEURS, code="version")
            utilisateur.identifiant = identifiant
            journal.noter(ActionJournal.CHANGEMENT_DE_L_IDENTIFIANT, utilisateur, par=utilisateur, ancien=ancien)
            ecrire(
                utilisateur, cle="identifiant", objet="Votre identifiant a changé", gabarit="identifiant_change",
                url=settings.ADRESSE_PUBLIQUE + reverse("comptes:mot_de_passe_oublie"),
            )  # fmt: skip
    except IntegrityError as erreur:
        raise Refus(PRIS, code="pris") from erreur


def changement_en_cours(utilisateur: Utilisateur) -> ChangementCourriel | None:
    """The pending change of address, if it still can happen."""
    return _vivants().filter(utilisateur=utilisateur).first()


def _vivants():
    return ChangementCourriel.objects.filter(
        etat=EtatChangement.EN_COURS, demande_le__gt=clock.maintenant() - VALIDITE
    )


def demander_courriel(
    utilisateur: Utilisateur, nouvelle: str, *, mot_de_passe: str, connu: int = 0
) -> ChangementCourriel:
    """Ask for another address. The screen never tells whether it is somebody else's: a mail to that address does.

    ``connu``: the pending change that the page showed (its key, 0 for none), which this one replaces.
    """
    exiger_mot_de_passe(utilisateur, mot_de_passe)
    if nouvelle.lower() == utilisateur.email.lower():
        raise Refus("C’est déjà votre adresse électronique.", code="meme")
    freins.compter(f"courriel:{utilisateur.pk}", limite=DEMANDES_PAR_JOUR, fenetre=timedelta(days=1), phrase=TROP)
    jetons = {"nouvelle": token_urlsafe(32), "ancienne": token_urlsafe(32)}
    with transaction.atomic():
        lock(utilisateur)
        actuel = changement_en_cours(utilisateur)
        if actuel and actuel.pk != connu:
            raise Refus(DEJA.format(nouvelle=actuel.nouvelle), code="version")
        _clore(utilisateur, EtatChangement.ANNULE)
        changement = ChangementCourriel.objects.create(
            utilisateur=utilisateur,
            ancienne=utilisateur.email,
            nouvelle=Utilisateur.objects.normalize_email(nouvelle),
            empreinte_ancienne=empreinte(jetons["ancienne"]),
            empreinte_nouvelle=empreinte(jetons["nouvelle"]),
        )
        journal.noter(ActionJournal.DEMANDE_DE_CHANGEMENT_D_ADRESSE_ELECTRONIQUE, utilisateur, par=utilisateur)
        prise = Utilisateur.objects.filter(email__iexact=nouvelle).exists()
        _ecrire_a_la_nouvelle(changement, "" if prise else jetons["nouvelle"])
        ecrire(
            utilisateur, cle="courriel-ancienne", objet="Changement de votre adresse électronique",
            gabarit="courriel_ancienne", changement=changement, fin=changement.fin_du_silence,
            expire_le=changement.demande_le + VALIDITE,
            url=_adresse("comptes:suivre_ancienne", jetons["ancienne"]),
        )  # fmt: skip
    return changement


def _adresse(nom, jeton):
    return settings.ADRESSE_PUBLIQUE + reverse(nom, args=[jeton])


def _ecrire_a_la_nouvelle(changement, jeton):
    """Ask the new address to confirm; if an account has it already, its owner is told and gets no such link."""
    gabarit = "courriel_nouvelle" if jeton else "courriel_pris"
    url = _adresse("comptes:suivre_nouvelle", jeton) if jeton else settings.ADRESSE_PUBLIQUE + "/espace/connexion/"
    ecrire(
        changement.utilisateur, cle="courriel-nouvelle", a=changement.nouvelle, gabarit=gabarit, url=url,
        objet="Confirmez votre adresse électronique" if jeton else "Votre adresse électronique",
        expire_le=changement.demande_le + VALIDITE,
    )  # fmt: skip


def lire_changement(jeton: str, *, cote: str) -> ChangementCourriel | None:
    """The pending change that a link names, sent to one side (``cote``: ancienne, nouvelle)."""
    vivants = _vivants().select_related("utilisateur").filter(utilisateur__is_active=True)
    return vivants.filter(**{f"empreinte_{cote}": empreinte(jeton), f"{cote}_le": None}).first()


def _verrouiller(jeton, cote):
    lu = lire_changement(jeton, cote=cote)
    if lu is None:
        raise Refus(PERIME, code="lien_perime")
    # The account first, as everywhere: two links followed at once come one after the other.
    utilisateur = lock_pk(Utilisateur, lu.utilisateur_id)
    changement = lire_changement(jeton, cote=cote)
    if changement is None:
        raise Refus(PERIME, code="lien_perime")
    changement.utilisateur = utilisateur
    return changement


@transaction.atomic
def dire_oui(jeton: str, *, cote: str) -> ChangementCourriel:
    """Say yes from one address; the change is made once nothing is waited for any more."""
    changement = _verrouiller(jeton, cote)
    setattr(changement, f"{cote}_le", clock.maintenant())
    changement.save(update_fields=[f"{cote}_le"])
    journal.noter(ACCORDS[cote], changement.utilisateur, par=changement.utilisateur)
    if changement.nouvelle_le and (changement.ancienne_le or _silence_passe(changement)):
        _appliquer(changement)
    return changement


def _silence_passe(changement):
    return changement.demande_le + SILENCE <= clock.maintenant()


@transaction.atomic
def contester_courriel(jeton: str) -> Utilisateur:
    """« Ce n’est pas moi », from the present address: nothing changes, and whoever asked is signed out."""
    changement = _verrouiller(jeton, "ancienne")
    utilisateur = changement.utilisateur
    _clore(utilisateur, EtatChangement.CONTESTE)
    utilisateur.set_unusable_password()
    utilisateur.save(update_fields=["password"])
    fermer_les_sessions(utilisateur, par=utilisateur, motif="changement d’adresse refusé depuis l’ancienne")
    oublier_la_confiance(utilisateur)
    journal.noter(ActionJournal.ADRESSE_ELECTRONIQUE_REFUS_DE_L_ANCIENNE, utilisateur, par=utilisateur)
    return utilisateur


def annuler_courriel(utilisateur: Utilisateur) -> None:
    if not _clore(utilisateur, EtatChangement.ANNULE):
        raise Refus("Aucun changement d’adresse n’est en cours.", code="aucun")
    journal.noter(ActionJournal.ANNULATION_DU_CHANGEMENT_D_ADRESSE_ELECTRONIQUE, utilisateur, par=utilisateur)


def _clore(utilisateur, etat):
    return utilisateur.changements_courriel.filter(etat=EtatChangement.EN_COURS).update(etat=etat)


def _appliquer(changement):
    """Make the change; it cannot be if somebody took the address meanwhile."""
    utilisateur, ancienne, nouvelle = changement.utilisateur, changement.ancienne, changement.nouvelle
    faite = not _est_prise(nouvelle, utilisateur) and _poser_adresse(utilisateur, nouvelle)
    changement.etat = EtatChangement.APPLIQUE if faite else EtatChangement.ANNULE
    changement.save(update_fields=["etat"])
    if not faite:
        ecrire(
            utilisateur, cle="courriel-impossible", objet="Votre adresse électronique n’a pas changé",
            gabarit="courriel_impossible", changement=changement,
        )  # fmt: skip
        return
    journal.noter(ActionJournal.CHANGEMENT_DE_L_ADRESSE_ELECTRONIQUE, utilisateur, par=utilisateur, ancienne=ancienne)
    for suivre in SUIVRE_COURRIEL:
        suivre(utilisateur, ancienne=ancienne)
    for adresse in (ancienne, nouvelle):
        ecrire(
            utilisateur, cle="courriel-change", a=adresse, objet="Votre adresse électronique a changé",
            gabarit="courriel_change", changement=changement,
        )  # fmt: skip


def _est_prise(adresse, utilisateur):
    return Utilisateur.objects.filter(email__iexact=adresse).exclude(pk=utilisateur.pk).exists()


def _poser_adresse(utilisateur, nouvelle) -> bool:
    """Write the address; False when another account took it between the check and the write."""
    try:
        with transaction.atomic():
            Utilisateur.objects.filter(pk=utilisateur.pk).update(email=nouvelle)
    except IntegrityError:
        return False
    utilisateur.email = nouvelle
    return True


def mener_les_changements() -> int:
    """Every night: make the changes that the present address did not object to in time, erase those too old."""
    echus = ChangementCourriel.objects.filter(etat=EtatChangement.EN_COURS)
    murs = echus.filter(nouvelle_le__isnull=False, demande_le__lte=clock.maintenant() - SILENCE)
    faits = 0
    for pk in murs.values_list("utilisateur_id", flat=True):
        with transaction.atomic():
            utilisateur = lock_pk(Utilisateur, pk)
            changement = murs.filter(utilisateur=utilisateur).first()
            if changement and utilisateur.is_active:
                changement.utilisateur = utilisateur
                _appliquer(changement)
                faits += 1
    echus.filter(demande_le__lte=clock.maintenant() - VALIDITE).update(etat=EtatChangement.EXPIRE)
    return faits


@transaction.atomic
def noter_les_changements(personne: Utilisateur, *, avant: dict, par: Utilisateur) -> None:
    """Record what an administrator changed of a member of the staff, who is told, at a former address too.

    ``avant`` holds the former ``first_name``, ``last_name``, ``email``, ``identifiant``, ``is_active``.
    """
    dits = {"first_name": "prénom", "last_name": "nom", "identifiant": "identifiant"}
    changes = [nom for nom in dits if avant[nom] != getattr(personne, nom)]
    if changes:
        journal.noter(
            ActionJournal.CHANGEMENT_DE_NOM, personne, par=par, avant={dits[nom]: avant[nom] for nom in changes},
            apres={dits[nom]: getattr(personne, nom) for nom in changes},
        )  # fmt: skip
    adresse = avant["email"].lower() != personne.email.lower()
    if adresse:
        # Whoever asked for another address before is not to see it come true over this one.
        _clore(personne, EtatChangement.ANNULE)
        journal.noter(
            ActionJournal.CHANGEMENT_DE_L_ADRESSE_ELECTRONIQUE,
            personne,
            par=par,
            ancienne=avant["email"],
            nouvelle=personne.email,
        )
    quoi = [
        dit
        for vrai, dit in (
            (adresse, "son adresse électronique a changé"),
            ("identifiant" in changes, "l’identifiant avec lequel vous vous connectez a changé"),
            (avant["is_active"] and not personne.is_active, "il est fermé"),
            (not avant["is_active"] and personne.is_active, "il est ouvert de nouveau"),
        )
        if vrai
    ]
    for destinataire in dict.fromkeys([avant["email"], personne.email]) if quoi else ():
        ecrire(
            personne, cle="compte-d-un-agent", a=destinataire, gabarit="agent_change", quoi=quoi,
            objet="L’adresse de votre compte a changé" if adresse else "Votre compte du portail a changé",
        )  # fmt: skip
