"""Requests for a space in the staff's one search: those that wait, by any word of who asks."""

from django.urls import reverse

from common.words.recherche import Index, mots_a_chercher
from common.words.typo import date_simple
from espace_prive.famille.acces.portee import TOUS
from espace_prive.famille.extensions.recherches import Trouvaille
from espace_prive.ouverture.agents.section import OUVRIR
from espace_prive.ouverture.models import DemandeEspace

MONTREES = 10


def chercher(agent, texte: str) -> list[Trouvaille]:
    if not agent.has_perms([OUVRIR, TOUS]):
        return []
    attendent = {d.pk: d for d in DemandeEspace.objects.pour_agent(agent).en_attente()}
    textes = (
        (
            d.pk,
            mots_a_chercher(
                d.nom, d.nom_naissance, d.prenoms, d.naissance, d.email, d.mobile, d.telephone, d.adresse,
                *(valeur for petit in d.petits for valeur in petit),
            ),
        )
        for d in attendent.values()
    )  # fmt: skip
    trouvees = [attendent[cle] for cle in sorted(Index(textes).chercher(texte).cles)]
    return [
        Trouvaille(
            titre=f"Demande d’espace de {d}", detail=f"déposée le {date_simple(d.deposee_le)}, en attente",
            adresse=reverse("ouvertures:demande", args=[d.pk]),
        )
        for d in trouvees[:MONTREES]
    ]  # fmt: skip
