"""The family file as the agents read it: everything of one household, in a fixed number of queries."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q

from common import clock
from common.actions import ActionJournal
from common.models import Journal
from espace_prive.famille.acces import portee
from espace_prive.famille.extensions import ADULTES
from espace_prive.famille.models import (
    Appartenance,
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
class Dossier:
    """One household and its people today."""

    foyer: Foyer
    adultes: list[Responsable]
    enfants: list[Enfant]
    # None when who reads the file may not read them.
    quotients: list[QuotientFamilial] | None
    aujourdhui: date
    # Whoever left, latest first: shown apart, never lost.
    departs: list[Appartenance]
    partis: list[Rattachement]

    @property
    def quotient(self) -> QuotientFamilial | None:
        jour = clock.aujourdhui()
        return next(
            (q for q in self.quotients or () if q.date_effet <= jour and (q.date_fin is None or q.date_fin >= jour)),
            None,
        )


def charger(foyer: Foyer, *, quotients: bool = True) -> Dossier:
    """Read the whole file of ``foyer``; its quotients stay closed when ``quotients`` is False."""
    jour = clock.aujourdhui()
    appartenances = Appartenance.objects.filter(foyer=foyer).select_related("responsable__utilisateur").order_by("pk")
    liens = LienParental.objects.filter(en_cours()).select_related("responsable")
    scolarites = Scolarite.objects.filter(annee__du__lte=jour, annee__au__gte=jour).select_related("ecole__lieu")
    rattachements = (
        Rattachement.objects.filter(foyer=foyer)
        .select_related("enfant")
        .prefetch_related(Prefetch("enfant__liens", liens), Prefetch("enfant__scolarites", scolarites))
        .order_by("enfant__naissance", "enfant__tri")
    )
    presents, departs = _partager(appartenances)
    adultes = [_avec_appartenance(a) for a in presents]
    for dire in ADULTES:
        dire(adultes)
    ici, partis = _partager(rattachements)
    return Dossier(
        foyer=foyer,
        adultes=adultes,
        enfants=[_avec_rattachement(r) for r in ici],
        quotients=list(foyer.quotients.all()) if quotients else None,
        aujourdhui=clock.aujourdhui(),
        departs=departs,
        partis=partis,
    )


def historique(dossier: Dossier, *, sauf_lectures_de) -> list[Journal]:
    """Who did what on the household, its adults and its children, latest first; ``qui`` names the one concerned."""
    adultes = [*dossier.adultes, *(a.responsable for a in dossier.departs)]
    enfants = [*dossier.enfants, *(r.enfant for r in dossier.partis)]
    gens = {(personne._meta.label_lower, str(personne.pk)): personne for personne in (*adultes, *enfants)}
    concernes = Q(objet=Foyer._meta.label_lower, objet_id=str(dossier.foyer.pk))
    for modele, personnes in ((Responsable, adultes), (Enfant, enfants)):
        concernes |= Q(objet=modele._meta.label_lower, objet_id__in=[str(p.pk) for p in personnes])
    lignes = Journal.objects.filter(concernes).exclude(
        action=ActionJournal.CONSULTATION, acteur_id=sauf_lectures_de.pk
    )
    lignes = list(lignes[:20])
    for ligne in lignes:
        ligne.qui = gens.get((ligne.objet, ligne.objet_id))
    return lignes


def _partager(lignes):
    """Split dated rows: in force today or later, and over, latest first."""
    jour = clock.aujourdhui()
    finies = [ligne for ligne in lignes if ligne.au and ligne.au < jour]
    suivent = [ligne for ligne in lignes if ligne not in finies]
    return suivent, sorted(finies, key=lambda ligne: ligne.au, reverse=True)


def _avec_appartenance(appartenance):
    adulte = appartenance.responsable
    adulte.appartenance = appartenance
    return adulte


def _avec_rattachement(rattachement):
    rattachement.enfant.rattachement = rattachement
    return rattachement.enfant


def attaches(enfant: Enfant) -> dict:
    """The links and the homes of a child, in force or to come, then over; and who changed what."""
    liens = enfant.liens.select_related("responsable__utilisateur").order_by("du", "pk")
    foyers = enfant.rattachements.select_related("foyer").order_by("du", "pk")
    ici = Appartenance.objects.filter(en_cours()).select_related("foyer")
    liens = list(liens.prefetch_related(Prefetch("responsable__appartenances", ici)))
    suivent, finis = _partager(liens)
    presents, quittes = _partager(list(foyers))
    historique = Journal.objects.filter(objet=Enfant._meta.label_lower, objet_id=str(enfant.pk))
    return {
        "liens": suivent, "liens_finis": finis, "foyers": presents, "foyers_quittes": quittes,
        "aujourdhui": clock.aujourdhui(), "historique": historique[:20],
    }  # fmt: skip


def situer(enfants: list[Enfant], agent) -> list[Enfant]:
    """Tell these children apart for an agent, as far as it may read: ``foyers`` where they live, ``parents``."""
    lisibles = portee.foyers(agent)
    chez = Rattachement.objects.filter(en_cours(), enfant__in=enfants, foyer__in=lisibles).select_related("foyer")
    liens = LienParental.objects.filter(en_cours(), enfant__in=enfants).select_related("responsable")
    liens = liens.filter(responsable__in=portee.responsables(agent))
    foyers, parents = defaultdict(list), defaultdict(list)
    for rattachement in chez.order_by("pk") if enfants else ():
        foyers[rattachement.enfant_id].append(rattachement.foyer)
    for lien in liens.order_by("pk") if enfants else ():
        parents[lien.enfant_id].append(lien.responsable)
    for enfant in enfants:
        enfant.foyers, enfant.parents = foyers[enfant.pk], parents[enfant.pk]
    return enfants


def adultes_a_lier(enfant: Enfant, foyer: Foyer):
    """The adults of the child's homes and of ``foyer`` who have no link with the child today."""
    foyers = Rattachement.objects.filter(en_cours(), enfant=enfant).values("foyer")
    la = Appartenance.objects.filter(Q(foyer__in=foyers) | Q(foyer=foyer), en_cours()).values("responsable")
    deja = enfant.liens.filter(en_cours()).values("responsable")
    return Responsable.objects.filter(pk__in=la).exclude(pk__in=deja)
