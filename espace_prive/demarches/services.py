"""Make a request, with its answer when there is one at once, and answer it later."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction

from common import journal
from common.database.compiled import compiled
from common.database.locks import lock
from common.errors import Refus
from common.web import freins
from espace_prive.demarches.enums import TRANSITIONS, EtatDemarche
from espace_prive.demarches.models import MOTIF_MAX, TITRE_MAX, Demarche, Evenement

# What an agent has to read: a family that moves, marries and enrols three children the same day asks fifteen things.
DEMANDES_PAR_JOUR = 40
TROP_DE_DEMANDES = (
    "Vous avez envoyé beaucoup de demandes aujourd’hui. Envoyez les autres demain, ou appelez le service."
)


def par_qui(acteur) -> str:
    """Who did it, for the history: the family, or the agent acting for it, with both names."""
    if not acteur.agit_pour:
        return "la famille"
    return f"{acteur.get_full_name() or acteur} (mairie) pour {acteur.agit_pour}"


def connue(numero) -> Demarche | None:
    """The request that this number already made, or None.

    Call it once the rows that the request is about are locked: the same form sent twice has then waited for itself.
    """
    return next(iter(_connues(numero=UUID(str(numero)))), None)


@compiled
def _connues(*, numero):
    return Demarche.objects.filter(numero=numero)


@transaction.atomic
def repondre(demarche: Demarche, etat, *, par=None, motif="") -> Demarche:
    """Move a request to ``etat``, ``motif`` saying why. Idempotent. Raise Refus(code="transition")."""
    actuelle = lock(demarche)
    if actuelle.etat == etat:
        return actuelle
    if etat not in TRANSITIONS.get(EtatDemarche(actuelle.etat), ()):
        raise Refus(
            f"Cette demande a déjà une réponse : {actuelle.get_etat_display().lower()}.",
            code="transition",
        )
    Evenement.objects.create(
        demarche=actuelle, de=actuelle.etat, vers=etat, par=par, motif=journal.court(motif, MOTIF_MAX)
    )
    actuelle.etat = etat
    actuelle.save(update_fields=["etat"])
    return actuelle


@transaction.atomic(savepoint=False)
def deposer(
    *, numero, type, titre, service, foyer, auteur, recapitulatif=(), etat=EtatDemarche.DEPOSEE, motif="", constat=""
):
    """Write the request ``numero``, answered at once when ``etat`` says so: ``motif`` why, ``constat`` what it did.

    Raise IntegrityError when the number was taken meanwhile, by a request about other rows; Refus(code="transition")
    when a new request cannot be in that state, Refus(code="frein") when the account asks too much of the agents in a
    day. An agent who acts for an adult is named with that adult.
    """
    pour = auteur.agit_pour if auteur else None
    if auteur and not pour and etat == EtatDemarche.DEPOSEE:
        freins.compter(
            f"demandes:{auteur.pk}", limite=DEMANDES_PAR_JOUR, fenetre=timedelta(days=1), phrase=TROP_DE_DEMANDES
        )
    demarche = Demarche.objects.create(
        numero=numero, type=type, titre=journal.court(titre, TITRE_MAX), service=service, foyer=foyer, auteur=auteur,
        etat=etat, au_nom_de=pour, recapitulatif=list(recapitulatif), constat=constat,
    )  # fmt: skip
    depot = journal.court(f"Déposée par {par_qui(auteur)}", MOTIF_MAX) if pour else ""
    pas = [("", EtatDemarche.DEPOSEE, auteur.pk if auteur else None, depot)]
    if etat != EtatDemarche.DEPOSEE:
        if etat not in TRANSITIONS[EtatDemarche.DEPOSEE]:
            raise Refus("Une nouvelle démarche ne peut pas être dans cet état.", code="transition")
        pas.append((EtatDemarche.DEPOSEE, etat, None, journal.court(motif, MOTIF_MAX)))
    Evenement.objects.bulk_create(
        Evenement(demarche_id=demarche.pk, de=de, vers=vers, par_id=par, motif=motif) for de, vers, par, motif in pas
    )
    return demarche


def effacer(foyer) -> None:
    """Erase what a departing household asked; that it asked something, and the answer, stay."""
    siennes = Demarche.objects.filter(foyer=foyer)
    Evenement.objects.filter(demarche__in=siennes).update(motif="")
    siennes.update(titre="Demande", recapitulatif=[], constat="")


def foyers_qui_ont_demande(moi):
    """Ids of the households that asked something of the services of a Portee."""
    return Demarche.objects.filter(service__in=moi.services).values("foyer")
