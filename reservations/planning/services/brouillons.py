"""The draft of a household: what it has ticked and not validated, alike on all its devices."""

from collections.abc import Iterable
from datetime import date, time

from django.db import transaction

from common import clock
from common.database.locks import lock_one
from common.words.saisie import lire_heure, lire_jour
from reservations.planning import reading
from reservations.planning.enums import Sens
from reservations.planning.models import Brouillon
from reservations.planning.services.reserver import Souhait
from reservations.planning.situations import Piste

# A year of days for a large family: more is no draft of ours.
SOUHAITS_MAX = 2000


def lire(foyers: Iterable[int], *, agent=None) -> Brouillon:
    """Give the household's draft, or that of the ``agent`` who acts for it; an empty one, not written, without."""
    cle = min(foyers, default=None)
    sien = agent.pk if agent else None
    connus = reading.brouillons(foyers={cle}) if cle else ()
    return next((b for b in connus if b.agent_id == sien), None) or Brouillon(foyer_id=cle, agent=agent)


def souhaits(brouillon: Brouillon, pistes: dict[int, Piste]) -> list[Souhait]:
    """Read the wishes; what is past, or about a registration that is no more, is left out."""
    lus, aujourdhui = [], clock.aujourdhui()
    for brut in brouillon.souhaits:
        piste = pistes.get(brut["inscription"])
        formule = piste.formule(brut["formule"]) if piste else None
        jour = lire_jour(brut["jour"])
        if formule and jour and jour >= aujourdhui:
            lus.append(
                Souhait(
                    piste, formule, jour, Sens(brut["sens"]), lire_heure(brut.get("arrivee")),
                    lire_heure(brut.get("depart")),
                )
            )  # fmt: skip
    return lus


def _brut(souhait: Souhait) -> dict:
    return {
        "inscription": souhait.piste.cle,
        "formule": souhait.formule.pk,
        "jour": souhait.jour.isoformat(),
        "sens": str(souhait.sens),
        "arrivee": _ecrire(souhait.arrivee),
        "depart": _ecrire(souhait.depart),
    }


def _ecrire(heure: time | None) -> str | None:
    return heure.isoformat("minutes") if heure else None


@transaction.atomic
def garder(brouillon: Brouillon, souhaits: Iterable[Souhait]) -> Brouillon:
    """Replace the draft; its version goes up when it changes."""
    bruts = [_brut(s) for s in sorted(souhaits, key=lambda s: s.rang)][:SOUHAITS_MAX]
    cle = {"foyer": brouillon.foyer_id, "agent": brouillon.agent_id}
    Brouillon.objects.bulk_create([Brouillon(foyer_id=cle["foyer"], agent_id=cle["agent"])], ignore_conflicts=True)
    brouillon = lock_one(Brouillon.objects.filter(**cle))
    if brouillon.souhaits != bruts:
        brouillon.souhaits, brouillon.version = bruts, brouillon.version + 1
        brouillon.change_le = clock.maintenant()
        brouillon.save(update_fields=["souhaits", "version", "change_le"])
    return brouillon


def vider(brouillon: Brouillon) -> None:
    """Forget the draft: it was validated, or given up. One that is not written, or empty, costs nothing."""
    if brouillon.pk and brouillon.souhaits:
        garder(brouillon, ())


def fusionner(
    anciens: Iterable[Souhait], nouveaux: Iterable[Souhait], *, cases: set[tuple[int, date]]
) -> list[Souhait]:
    """Give the draft once a page has said its ``cases`` (registration, day): what it did not show stays."""
    restent = [s for s in anciens if (s.piste.cle, s.jour) not in cases]
    return [*restent, *nouveaux]
