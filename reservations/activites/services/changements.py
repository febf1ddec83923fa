"""A registration changed by the service: another place, another payer, other dates; what is booked follows."""

import uuid
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from common import clock, journal
from common.actions import ActionJournal
from common.database.locks import lock
from common.errors import Refus
from common.mails.courriels import envoyer
from common.words import typo
from commune.models import Lieu
from espace_prive.demarches import services as demarches
from espace_prive.demarches.enums import EtatDemarche
from espace_prive.famille.models import Appartenance, Enfant, LienParental, Payeur, Rattachement
from espace_prive.famille.querysets import en_cours
from reservations.activites.enums import EtatInscription
from reservations.activites.extensions import SUITES
from reservations.activites.models import ChangementDInscription, Inscription
from reservations.activites.services.inscriptions import verifier_le_lieu, verifier_le_payeur, verifier_le_public

TYPE_INSCRIPTION = "inscription"
# What a page showed of a registration.
LUS = ("etat", "lieu_id", "payeur_id", "du", "au")
AVEC = ("enfant", "activite__service", "lieu", "payeur__foyer")


@dataclass(frozen=True, kw_only=True)
class InscriptionVoulue:
    """A registration as it is, and what the service wants of it; another place or payer holds from ``depuis`` on.

    ``laisser``: what cannot follow stays as it is; else it is cancelled.
    """

    inscription: Inscription
    lieu: Lieu
    payeur: Payeur
    du: date
    au: date | None
    depuis: date
    laisser: bool = True

    @property
    def ailleurs(self) -> bool:
        return (self.lieu.pk, self.payeur.pk) != (self.inscription.lieu_id, self.inscription.payeur_id)

    @property
    def rien(self) -> bool:
        return not self.ailleurs and (self.du, self.au) == (self.inscription.du, self.inscription.au)


def annoncer_changement(changement: InscriptionVoulue) -> list[str]:
    """Say what it changes: the registration, then what is booked. Raise Refus, as ``changer``."""
    _verifier(changement)
    ligne = _ligne(changement)
    suites = [phrase for suite in SUITES for phrase in suite.annoncer(ligne, laisser=changement.laisser)]
    return [_phrase(ligne), *suites]


@transaction.atomic
def changer(changement: InscriptionVoulue, *, motif: str, par) -> ChangementDInscription:
    """Change a registration from a day on, with its bookings and its usual weeks; the family is told.

    Raise Refus: ``motif``, ``version``, ``rien``, ``etat``, ``dates``, ``depuis``, ``lieu``, ``payeur``, a public’s.
    """
    motif = motif.strip()
    if not motif:
        raise Refus("Dites pourquoi : la famille le lira.", code="motif")
    lock(changement.inscription.enfant)
    inscription = lock(changement.inscription)
    if any(getattr(inscription, nom) != getattr(changement.inscription, nom) for nom in LUS):
        raise Refus("L’inscription a changé depuis l’affichage de la page. Relisez, puis recommencez.", code="version")
    changement = replace(changement, inscription=Inscription.objects.select_related(*AVEC).get(pk=inscription.pk))
    _verifier(changement)
    ligne = _ecrire(changement, motif=motif, par=par)
    lignes = [x for suite in SUITES for x in suite.appliquer(ligne, laisser=changement.laisser, par=par)]
    journal.noter(
        ActionJournal.CHANGEMENT_D_UNE_INSCRIPTION, _sujet(inscription), par=par, motif=motif,
        enfant=str(inscription.enfant), activite=str(inscription.activite), changement=ligne.pk,
    )  # fmt: skip
    _dire(ligne, _phrase(ligne), lignes, motif=motif, par=par)
    return ligne


def _verifier(c: InscriptionVoulue) -> None:
    if c.inscription.etat != EtatInscription.ACTIVE:
        raise Refus("Cette inscription n’est plus active.", code="etat")
    if c.rien:
        raise Refus("Rien ne change : c’est déjà l’inscription d’aujourd’hui.", code="rien")
    if c.au and c.au < c.du:
        raise Refus("La fin de l’inscription précède son début.", code="dates")
    if not c.ailleurs:
        if c.du < c.inscription.du or _plus_tard(c.au, c.inscription.au):
            verifier_le_payeur(c.inscription.enfant, c.payeur, c.du, c.au)
        return
    if c.depuis < clock.aujourdhui() and c.depuis > c.du:
        raise Refus("Un autre lieu ou un autre payeur vaut à partir d’aujourd’hui, ou plus tard.", code="depuis")
    if c.au and c.depuis > c.au:
        raise Refus(f"L’inscription finit le {typo.date_simple(c.au)}, avant ce jour.", code="depuis")
    debut = max(c.depuis, c.du)
    if c.lieu.pk != c.inscription.lieu_id:
        verifier_le_lieu(c.inscription.activite, c.lieu)
    if c.payeur.pk != c.inscription.payeur_id:
        verifier_le_payeur(c.inscription.enfant, c.payeur, debut, c.au)
        verifier_le_public(c.inscription.enfant, c.inscription.activite, c.payeur, debut)


def _plus_tard(au, autre) -> bool:
    return (au or date.max) > (autre or date.max)


def _ligne(c: InscriptionVoulue, *, motif="", par=None) -> ChangementDInscription:
    i = c.inscription
    return ChangementDInscription(
        inscription=i, lieu_avant=i.lieu, payeur_avant=i.payeur, du_avant=i.du, au_avant=i.au, lieu=c.lieu,
        payeur=c.payeur, du=c.du, au=c.au, depuis=c.depuis, motif=motif, par=par,
    )  # fmt: skip


def _ecrire(c: InscriptionVoulue, *, motif, par) -> ChangementDInscription:
    """Write the registration: itself, or what goes on from ``depuis``."""
    ligne, inscription, suite = _ligne(c, motif=motif, par=par), c.inscription, None
    inscription.du = c.du
    if ligne.suite_voulue:
        inscription.au = c.depuis - timedelta(days=1)
        suite = Inscription(
            enfant=inscription.enfant, activite=inscription.activite, lieu=c.lieu, payeur=c.payeur, du=c.depuis,
            au=c.au, demandee_par=par,
        )  # fmt: skip
    else:
        inscription.au, inscription.lieu, inscription.payeur = c.au, c.lieu, c.payeur
    for ecrite in filter(None, (inscription, suite)):
        try:
            ecrite.full_clean()
        except ValidationError as erreur:
            # Over what goes on from it already, say: the constraint's own sentence.
            raise Refus(" ".join(erreur.messages), code="dates") from None
        ecrite.save()
    ligne.suite = suite
    ligne.save()
    return ligne


def _phrase(ligne) -> str:
    """« Inscription de Zoé, Restauration scolaire : à « Restaurant du Port » à partir du 16 novembre 2026 »."""
    faits, i = [], ligne.inscription
    quand = f"à partir du {typo.date_simple(max(ligne.depuis, ligne.du))}"
    if ligne.lieu_id != ligne.lieu_avant_id:
        faits.append(f"à « {ligne.lieu} » au lieu de « {ligne.lieu_avant} » {quand}")
    if ligne.payeur_id != ligne.payeur_avant_id:
        faits.append(f"payée par {ligne.payeur} {quand}")
    if ligne.du != ligne.du_avant:
        faits.append(f"commence le {typo.date_simple(ligne.du)}")
    if ligne.au != ligne.au_avant:
        faits.append(f"finit le {typo.date_simple(ligne.au)}" if ligne.au else "n’a plus de date de fin")
    return f"Inscription {typo.de(i.enfant.prenom)}, {i.activite} : {typo.enumeration(faits)}."


def _sujet(inscription):
    return inscription.payeur.foyer or inscription.payeur


def _dire(ligne, phrase, lignes, *, motif, par, retour=False):
    """Write it among the requests of the homes concerned, and mail their adults once each.

    Not among those of a home that the child left and where somebody is barred from it.
    """
    inscription = ligne.inscription
    enfant = inscription.enfant_id
    ecartes = LienParental.objects.filter(en_cours(), restreint=True, enfant=enfant).values("responsable")
    quittes = Appartenance.objects.filter(en_cours(), responsable__in=ecartes).exclude(
        foyer__in=Rattachement.objects.filter(en_cours(), enfant=enfant).values("foyer")
    )
    fermes = set(quittes.values_list("foyer", flat=True))
    foyers = {p.foyer_id: p.foyer for p in (ligne.payeur_avant, ligne.payeur) if p.foyer_id not in {None, *fermes}}
    titre = f"Inscription {typo.de(inscription.enfant.prenom)}, {inscription.activite}"
    suite = "changement annulé" if retour else "changée"
    for foyer in foyers.values():
        demarches.deposer(
            numero=uuid.uuid4(), type=TYPE_INSCRIPTION, titre=f"{titre} : {suite}", foyer=foyer, auteur=par,
            service=inscription.activite.service, recapitulatif=lignes, etat=EtatDemarche.POSITIVE, constat=phrase,
            motif=f"Fait par le service : {motif}",
        )  # fmt: skip
    prevenus = {}
    for habitant in Appartenance.objects.a_prevenir(enfant).filter(foyer__in=foyers).select_related("responsable"):
        if habitant.responsable.email and habitant.responsable_id not in prevenus:
            prevenus[habitant.responsable_id] = habitant.responsable
    for adulte in prevenus.values():
        envoyer(
            cle=f"inscription:{ligne.pk}:{'retour' if retour else 'changee'}:{adulte.pk}", a=adulte.email, objet=titre,
            gabarit="courriels/inscription_changee", dit=phrase, motif=motif, lignes=lignes, destinataire=adulte,
            lien=reverse("demarches:liste"),
        )  # fmt: skip


def dernier_changement(inscription) -> ChangementDInscription | None:
    """Give the last change of a registration that nobody undid, its own or the one that it comes from."""
    connus = ChangementDInscription.objects.filter(defait_le__isnull=True)
    siens = connus.filter(inscription=inscription) | connus.filter(suite=inscription)
    return siens.order_by("-pk").first()


def annoncer_retour(ligne: ChangementDInscription) -> list[str]:
    """Say what undoing a change gives back. Raise Refus, as ``defaire``."""
    _verifier_le_retour(ligne)
    return [_phrase_du_retour(ligne)] + [phrase for suite in SUITES for phrase in suite.annoncer_retour(ligne)]


def _phrase_du_retour(ligne) -> str:
    fin = f"jusqu’au {typo.date_simple(ligne.au_avant)}" if ligne.au_avant else "sans date de fin"
    i = ligne.inscription
    return (
        f"Inscription {typo.de(i.enfant.prenom)}, {i.activite} : de nouveau à « {ligne.lieu_avant} », payée par "
        f"{ligne.payeur_avant}, depuis le {typo.date_simple(ligne.du_avant)}, {fin}."
    )


def _verifier_le_retour(ligne):
    if ligne.defait_le is not None:
        raise Refus("Ce changement est déjà annulé.", code="deja")
    touchees = [pk for pk in (ligne.inscription_id, ligne.suite_id) if pk]
    plus_recents = ChangementDInscription.objects.filter(
        inscription__in=touchees, defait_le__isnull=True, pk__gt=ligne.pk
    )
    if plus_recents.exists():
        raise Refus("L’inscription a changé de nouveau depuis : annulez d’abord ce changement-là.", code="plus_recent")


@transaction.atomic
def defaire(ligne: ChangementDInscription, *, par) -> ChangementDInscription:
    """Undo a change: the registration, its bookings and its usual weeks are as before it; the family is told.

    Raise Refus: ``deja``, ``plus_recent``.
    """
    lock(Enfant.objects.get(inscriptions=ligne.inscription_id))
    ligne = lock(ligne)
    _verifier_le_retour(ligne)
    inscription, suite = lock(ligne.inscription), ligne.suite
    lignes = [x for s in SUITES for x in s.defaire(ligne, par=par)]
    ligne.defait_le, ligne.defait_par, ligne.suite = clock.maintenant(), par, None
    ligne.save(update_fields=["defait_le", "defait_par", "suite"])
    if suite is not None:
        suite.delete()
    inscription.lieu, inscription.payeur = ligne.lieu_avant, ligne.payeur_avant
    inscription.du, inscription.au = ligne.du_avant, ligne.au_avant
    inscription.full_clean()
    inscription.save()
    journal.noter(
        ActionJournal.CHANGEMENT_D_UNE_INSCRIPTION_DEFAIT, _sujet(inscription), par=par,
        enfant=str(inscription.enfant), activite=str(inscription.activite), changement=ligne.pk,
    )  # fmt: skip
    _dire(ligne, _phrase_du_retour(ligne), lignes, motif="Changement annulé", par=par, retour=True)
    return ligne
