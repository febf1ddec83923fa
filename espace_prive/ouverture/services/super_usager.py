"""« Mode super-usager » : an agent acts for an adult of a family, with or without an account. Both are journalled."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from common import clock, journal
from common.actions import ActionJournal
from common.errors import Refus
from espace_prive.famille.acces import portee
from espace_prive.famille.acces.lectures import noter_consultation
from espace_prive.famille.models import Appartenance, Foyer, LienParental, Responsable
from espace_prive.famille.querysets import en_cours

AGIR = "ouverture.agir_pour_famille"
# By the real time, as sessions are: a frozen clock keeps nobody in.
DUREE = timedelta(hours=1)
MOTIF_MAX = 300
SOI_MEME = "C’est votre propre dossier : passez par votre espace, comme les autres familles."
PARENT = (
    "Vous êtes de la famille de cette personne : laissez un collègue agir pour elle. Ce qu’elle demande ou refuse "
    "n’appartient qu’à elle."
)
AILLEURS = "Cette personne ne fait plus partie de ce foyer."
SANS_MOTIF = "Dites pourquoi vous agissez à la place de la famille : elle pourra le demander."
FINI = {
    "duree": "Le mode super-usager s’est arrêté au bout d’une heure. Recommencez depuis le dossier si besoin.",
    "droit": "Le mode super-usager s’est arrêté : vous n’avez plus le droit d’agir pour une famille.",
    "parti": "Le mode super-usager s’est arrêté : la personne n’est plus dans les dossiers.",
}
RAISONS = {"duree": "une heure est passée", "droit": "droit retiré", "parti": "personne retirée des dossiers"}


@dataclass(frozen=True)
class Mandat:
    """Who acts, for whom, from which file, since when: what the session holds."""

    agent: int
    responsable: int
    foyer: int
    debut: datetime

    def ecrire(self) -> dict:
        return {**self.__dict__, "debut": self.debut.isoformat()}

    @classmethod
    def relire(cls, garde: dict) -> "Mandat":
        return cls(**{**garde, "debut": datetime.fromisoformat(garde["debut"])})


def adultes_du(foyer: Foyer):
    """The adults for whom an agent may act from the file of ``foyer``: those who live there today."""
    return Responsable.objects.filter(en_cours("appartenances__"), appartenances__foyer=foyer).distinct()


def _est_de_sa_famille(agent, adulte: Responsable) -> bool:
    """Whether the agent has a child in common with this adult, or lives with them, barred by court order or not."""
    enfants = LienParental.objects.filter(responsable__utilisateur=agent).values("enfant")
    foyers = Appartenance.objects.filter(en_cours(), responsable__utilisateur=agent).values("foyer")
    commun = adulte.liens.filter(enfant__in=enfants).exists()
    return commun or adulte.appartenances.filter(en_cours(), foyer__in=foyers).exists()


def commencer(responsable: Responsable, foyer: Foyer, *, par, motif: str) -> Mandat:
    """Let the agent act for this adult; ``motif`` goes to the journal. Raise Refus."""
    if not motif.strip():
        raise Refus(SANS_MOTIF, code="motif")
    if responsable.utilisateur_id == par.pk:
        raise Refus(SOI_MEME, code="soi_meme")
    if _est_de_sa_famille(par, responsable):
        raise Refus(PARENT, code="famille")
    if not portee.peut_lire(par, foyer.pk):
        raise Refus(FINI["droit"], code="droit")
    if not adultes_du(foyer).filter(pk=responsable.pk).exists():
        raise Refus(AILLEURS, code="ailleurs")
    journal.noter(ActionJournal.DEBUT_DU_MODE_SUPER_USAGER, responsable, par=par, motif=motif.strip(), foyer=foyer.pk)
    return Mandat(agent=par.pk, responsable=responsable.pk, foyer=foyer.pk, debut=clock.reel())


def trouver(mandat: Mandat, agent) -> Responsable:
    """Whom the agent still acts for; raise Refus(code=…) when it is over, with the sentence that says so."""
    if mandat.agent != agent.pk or not (agent.is_staff and agent.is_verified() and agent.has_perm(AGIR)):
        raise Refus(FINI["droit"], code="droit")
    if clock.reel() >= mandat.debut + DUREE:
        raise Refus(FINI["duree"], code="duree")
    if not portee.peut_lire(agent, mandat.foyer):
        raise Refus(FINI["droit"], code="droit")
    responsable = Responsable.objects.filter(pk=mandat.responsable).first()
    if responsable is None:
        raise Refus(FINI["parti"], code="parti")
    return responsable


def terminer(mandat: Mandat, *, par, raison="désactivé") -> None:
    minutes = int((clock.reel() - mandat.debut) / timedelta(minutes=1))
    journal.noter(
        ActionJournal.FIN_DU_MODE_SUPER_USAGER, Responsable(pk=mandat.responsable), par=par,
        motif=RAISONS.get(raison, raison), foyer=mandat.foyer, minutes=minutes,
    )  # fmt: skip


def noter_lecture(mandat: Mandat, *, par) -> None:
    noter_consultation(Foyer(pk=mandat.foyer), par=par)


def noter_envoi(mandat: Mandat, *, par, page: str) -> None:
    """Record that the agent sent a form of the family's space, whatever became of it."""
    journal.noter(
        ActionJournal.FORMULAIRE_ENVOYE_POUR_LA_FAMILLE, Responsable(pk=mandat.responsable), par=par, page=page
    )


def heure_de_fin(mandat: Mandat) -> datetime:
    """When the mode stops by itself, on the town's clock."""
    return timezone.localtime(mandat.debut + DUREE)
