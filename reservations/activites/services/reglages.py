"""The only writer of what the town decides of an activity, from its units to its deadlines."""

from django.db import transaction
from django.utils.text import slugify

from common import journal
from common.actions import ActionJournal
from common.database.locks import lock
from common.errors import Refus
from common.web.memory import forget
from common.words import typo
from commune.usages import usages
from reservations.activites.models import Activite

# What pages of bookings keep of the activities (common.web.memory).
MEMOIRES = ("delais", "catalogue")


@transaction.atomic
def enregistrer(form, *, activite: Activite | None = None, par):
    """Write what a form over a model says: an activity, or a part of ``activite``."""
    if activite is not None:
        lock(activite)
    objet = form.save(commit=False)
    return ecrire(objet, relier=form.save_m2m, par=par, champs=sorted(form.changed_data))


def ecrire(objet, *, relier=lambda: None, par, **details):
    """Write an activity or a part of one, then what ``relier`` ties to it; its code is made from its name.

    Call it in a transaction, under the lock of the activity when it exists.
    """
    nouveau = objet.pk is None
    if hasattr(objet, "code") and not objet.code:
        objet.code = _code_libre(objet)
    objet.full_clean()
    objet.save()
    relier()
    _noter(ActionJournal.CREATION if nouveau else ActionJournal.MODIFICATION, objet, par=par, **details)
    return objet


@transaction.atomic
def retirer(objet, *, par) -> None:
    """Remove an activity or a part of one, unless something uses it: the refusal says what."""
    lock(objet if isinstance(objet, Activite) else objet.activite)
    refuser_retrait(objet)
    _noter(ActionJournal.MODIFICATION, objet, par=par, retire=True)
    objet.delete()


def refuser_retrait(objet) -> None:
    """Raise Refus: ``utilise``, when something uses it; the sentence says what."""
    if restes := usages(objet):
        raise Refus(f"« {objet} » sert encore : {typo.enumeration(restes)}. Rien n’a été retiré.", code="utilise")


def _code_libre(objet):
    """A code of its own, made from the name: among all activities, or among the parts of one."""
    base = slugify(objet.nom)[:40] or "sans-nom"
    voisins = type(objet).objects.filter(code__startswith=base)
    if not isinstance(objet, Activite):
        voisins = voisins.filter(activite=objet.activite)
    pris = set(voisins.values_list("code", flat=True))
    return next(code for code in (base, *(f"{base}-{rang}" for rang in range(2, len(pris) + 3))) if code not in pris)


def _noter(action, objet, *, par, **details):
    """Write in the journal of the activity what was changed of it; what pages kept is forgotten."""
    activite = objet if isinstance(objet, Activite) else objet.activite
    journal.noter(action, activite, par=par, quoi=objet._meta.verbose_name, nom=str(objet), **details)
    oublier()


def oublier() -> None:
    """Forget what pages of bookings keep of the activities."""
    for memoire in MEMOIRES:
        forget(memoire)
