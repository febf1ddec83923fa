"""The places that are held for a family until it answers, for the private home."""

from django.db.models import Q
from django.urls import reverse

from common import clock
from common.a_faire import Tache
from common.database.compiled import compiled
from common.words import typo
from reservations.activites.services.catalogue import catalogue
from reservations.attente import reading
from reservations.attente.enums import EtatAttente
from reservations.attente.models import Attente
from reservations.planning.situations import nommer_court


@compiled
def offertes(*, enfants, foyers, instant):
    """Rows (id, first name, day, formule, until when) of what is offered now, the first to end first."""
    connues = Attente.objects.filter(
        Q(inscription__payeur__foyer__in=foyers) | Q(inscription__payeur__foyer__isnull=True),
        etat=EtatAttente.PROPOSEE, enfant__in=enfants, expire_le__gt=instant,
    )  # fmt: skip
    return connues.order_by("expire_le", "pk").values_list("pk", "enfant__prenom", "date", "formule", "expire_le")


def places_offertes(acteur, moi):
    """One task a place, answered by itself; whom none concerns costs no statement."""
    if not reading.enfants_servis() & moi.enfants:
        return
    connues = catalogue().formules
    for pk, prenom, jour, formule, expire_le in offertes(
        enfants=moi.enfants, foyers=moi.foyers, instant=clock.maintenant()
    ):
        quoi = nommer_court(connues[formule]) if formule in connues else "une place"
        yield Tache(
            titre=f"Une place pour {prenom}, {typo.date_longue(jour)}",
            texte=f"{quoi[:1].upper()}{quoi[1:]} : elle est gardée jusqu’au {typo.date_heure(expire_le)}.",
            url=reverse("attente:attente", args=[pk]),
            action="Répondre",
            echeance=expire_le,
            icone="horloge",
            proche=True,
        )
