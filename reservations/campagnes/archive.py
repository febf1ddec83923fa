"""What « Télécharger mes données » holds of answers and appointments."""

from common.archive import Partie
from reservations.campagnes.models import RendezVous, ReponseDeCampagne


def reponses(moi, utilisateur):
    siennes = ReponseDeCampagne.objects.filter(enfant__in=moi.enfants, foyer__in=moi.foyers)
    for r in siennes.select_related("campagne", "enfant").order_by("le", "pk"):
        yield {
            "question": f"{r.campagne} : {r.campagne.question}", "enfant": str(r.enfant),
            "reponse": r.get_dit_display(), "jours": [s["jour"] for s in r.souhaits], "le": r.le,
        }  # fmt: skip


def rendez_vous(moi, utilisateur):
    siens = RendezVous.objects.filter(enfant__in=moi.enfants, foyer__in=moi.foyers)
    for r in siens.select_related("rencontre", "enfant").order_by("debut", "pk"):
        yield {
            "titre": r.rencontre.titre, "lieu": r.rencontre.lieu, "enfant": str(r.enfant), "debut": r.debut,
            "fin": r.fin, "pris_le": r.pris_le,
        }  # fmt: skip


PARTIES = (
    Partie(
        "reponses_aux_campagnes", "Mes réponses à la mairie", reponses,
        {
            "question": "ce qui était demandé", "enfant": "pour qui", "reponse": "oui, non, ou pas encore",
            "jours": "les jours souhaités", "le": "quand j’ai répondu",
        },
    ),
    Partie(
        "rendez_vous", "Mes rendez-vous", rendez_vous,
        {
            "titre": "de quoi il s’agit", "lieu": "où", "enfant": "pour qui", "debut": "le début", "fin": "la fin",
            "pris_le": "quand il a été pris",
        },
    ),
)  # fmt: skip
