"""The family file as the agents read it: everything of one household, in a fixed number of queries."""

from dataclasses import dataclass

from django.db.models import Prefetch

from common import clock
from espace_prive.famille.models import (
    Appartenance,
    CleEnfance,
    Enfant,
    Foyer,
    LienParental,
    QuotientFamilial,
    Rattachement,
    Responsable,
    Scolarite,
)
from espace_prive.famille.querysets import en_cours


@dataclass(frozen=True)
class EtatDeCle:
    """Where an adult stands on the way to an account."""

    phrase: str
    vivante: bool = False
    peut_emettre: bool = True


@dataclass(frozen=True)
class Dossier:
    """One household and its people today."""

    foyer: Foyer
    adultes: list[Responsable]
    enfants: list[Enfant]
    quotients: list[QuotientFamilial]

    @property
    def quotient(self) -> QuotientFamilial | None:
        """The quotient in force today."""
        jour = clock.aujourdhui()
        return next(
            (q for q in self.quotients if q.date_effet <= jour and (q.date_fin is None or q.date_fin >= jour)), None
        )


def charger(foyer: Foyer) -> Dossier:
    """Read the whole file of ``foyer``."""
    jour = clock.aujourdhui()
    appartenances = (
        Appartenance.objects.filter(en_cours(), foyer=foyer)
        .select_related("responsable__utilisateur")
        .prefetch_related(Prefetch("responsable__cles", CleEnfance.objects.order_by("-creee_le", "-pk")))
        .order_by("pk")
    )
    liens = LienParental.objects.filter(en_cours()).select_related("responsable")
    scolarites = Scolarite.objects.filter(annee__du__lte=jour, annee__au__gte=jour).select_related("ecole__lieu")
    rattachements = (
        Rattachement.objects.filter(en_cours(), foyer=foyer)
        .select_related("enfant")
        .prefetch_related(Prefetch("enfant__liens", liens), Prefetch("enfant__scolarites", scolarites))
        .order_by("enfant__naissance", "enfant__prenom")
    )
    adultes = [a.responsable for a in appartenances]
    for adulte in adultes:
        adulte.etat_de_cle = etat_de_cle(adulte)
    return Dossier(
        foyer=foyer,
        adultes=adultes,
        enfants=[r.enfant for r in rattachements],
        quotients=list(foyer.quotients.all()),
    )


def etat_de_cle(adulte: Responsable) -> EtatDeCle:
    """Say whether the person has an account, waits for its activation, or holds a key."""
    compte = adulte.utilisateur
    if compte and not compte.a_activer:
        return EtatDeCle("Espace créé." if compte.is_active else "Espace fermé par le service.", peut_emettre=False)
    if compte:
        return EtatDeCle("Espace créé, pas encore activé.")
    derniere = next(iter(adulte.cles.all()), None)
    if derniere is None:
        return EtatDeCle("Pas d’espace, et aucune clé remise.")
    if derniere.annulee_le:
        return EtatDeCle("Pas d’espace ; la dernière clé a été annulée.")
    if derniere.expire_le <= clock.maintenant():
        return EtatDeCle("Pas d’espace ; la dernière clé n’est plus valable.")
    return EtatDeCle("Pas encore d’espace ; une clé a été remise.", vivante=True)
