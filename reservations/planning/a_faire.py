"""The usual days that could not be booked, for the private home."""

from django.urls import reverse

from common import clock
from common.a_faire import Tache
from common.database.compiled import compiled
from common.words import typo
from reservations.planning.models import RefusHabituel


@compiled
def refuses(*, enfants, foyers, jour):
    """Rows (first name, day, reason) of the days to come, soonest first."""
    connus = RefusHabituel.objects.filter(
        habitude__inscription__enfant__in=enfants, habitude__inscription__payeur__foyer__in=foyers, date__gte=jour,
        ecarte_le__isnull=True,
    )  # fmt: skip
    return connus.order_by("date").values_list("habitude__inscription__enfant__prenom", "date", "phrase")


def jours_habituels_refuses(acteur, moi):
    """One task for all of them: a tap leads to the list."""
    lus = refuses(enfants=moi.enfants, foyers=moi.foyers, jour=clock.aujourdhui())
    if lus:
        prenom, jour, phrase = lus[0]
        autres = len(lus) - 1
        suite = f" Et {autres} autre{typo.pluriel(autres)} jour{typo.pluriel(autres)}." if autres else ""
        yield Tache(
            titre=f"{len(lus)} jour{typo.pluriel(len(lus))} de votre semaine habituelle sans place",
            texte=f"{prenom} : {phrase}{suite}",
            url=reverse("planning:habitudes"),
            action="Voir",
            echeance=jour,
            icone="calendrier",
        )
