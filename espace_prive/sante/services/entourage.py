"""The entourage: add, change, end. Nothing is erased; the journal says who was allowed to fetch whom, and when."""

from django.db import transaction

from common import clock, journal
from common.actions import ActionJournal
from common.database.locks import lock
from common.errors import Refus
from common.words.noms import meme_prenom, meme_texte
from espace_prive.famille.models import Foyer
from espace_prive.famille.querysets import en_cours
from espace_prive.famille.services.versions import exiger_version
from espace_prive.sante.enums import Collecte
from espace_prive.sante.models import Proche

CHAMPS = ("prenom", "nom", "lien", "mineur", "telephone", "rang", "collecte", "reference", "du", "au")
UN_PARENT = (
    "{nom} est le parent de l’enfant : son droit de venir le chercher ne dépend que d’une décision de justice. "
    "Transmettez-la au service, qui fera le nécessaire."
)


def _verifier(proche: Proche, enfants):
    if not enfants:
        raise Refus("Choisissez au moins un enfant.", code="enfants")
    if proche.au and proche.au < clock.aujourdhui():
        raise Refus("Cette autorisation serait déjà terminée. Vérifiez les dates.", code="dates")
    if proche.collecte == Collecte.INTERDITE:
        for enfant in enfants:
            for lien in enfant.liens.filter(en_cours()).select_related("responsable"):
                adulte = lien.responsable
                if meme_texte(adulte.nom, proche.nom) and meme_prenom(proche.prenom, adulte.prenoms):
                    raise Refus(UN_PARENT.format(nom=adulte), code="parent")
    proche.full_clean(exclude=["enfants"])


@transaction.atomic
def ajouter_proche(foyer: Foyer, *, enfants, par, **champs) -> Proche:
    """Declare a person of the entourage for these children. Idempotent: the same one again returns its row."""
    lock(foyer)
    enfants = sorted(enfants, key=lambda e: e.pk)
    for connu in foyer.proches.filter(**{nom: champs[nom] for nom in CHAMPS if nom in champs}):
        if [e.pk for e in connu.enfants.order_by("pk")] == [e.pk for e in enfants]:
            return connu
    proche = Proche(foyer=foyer, **champs)
    _verifier(proche, enfants)
    proche.save()
    proche.enfants.set(enfants)
    _noter(ActionJournal.ENTOURAGE_AJOUT, proche, enfants, par)
    return proche


@transaction.atomic
def modifier_proche(proche: Proche, *, version: int, enfants, par, **champs) -> Proche:
    """Change a person of the entourage, if nobody changed it since it was shown as ``version``."""
    actuel = lock(proche)
    avant = {nom: str(getattr(actuel, nom)) for nom in champs if getattr(actuel, nom) != champs[nom]}
    liste = list(actuel.enfants.order_by("pk"))
    if not avant and {e.pk for e in liste} == {e.pk for e in enfants}:
        return actuel
    exiger_version(actuel.version, version)
    for nom in champs:
        setattr(actuel, nom, champs[nom])
    _verifier(actuel, enfants)
    actuel.version += 1
    actuel.save()
    actuel.enfants.set(enfants)
    _noter(ActionJournal.ENTOURAGE_CHANGEMENT, actuel, {*liste, *enfants}, par, avant=avant)
    return actuel


@transaction.atomic
def terminer_proche(proche: Proche, *, version: int, par, motif="") -> Proche:
    """End a person of the entourage today; one still to begin is cut to today. Idempotent."""
    actuel = lock(proche)
    jour = clock.aujourdhui()
    if actuel.au and actuel.au <= jour:
        return actuel
    exiger_version(actuel.version, version)
    actuel.au = jour
    actuel.du = min(actuel.du, jour)
    actuel.version += 1
    actuel.save(update_fields=["au", "du", "version"])
    _noter(ActionJournal.ENTOURAGE_FIN, actuel, actuel.enfants.order_by("pk"), par, motif=motif)
    return actuel


def _noter(action, proche, enfants, par, *, motif="", **donnees):
    etat = {nom: str(getattr(proche, nom)) for nom in CHAMPS}
    for enfant in sorted(enfants, key=lambda e: e.pk):
        journal.noter(action, enfant, par=par, motif=motif, proche=proche.pk, apres=etat, **donnees)
