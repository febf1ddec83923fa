"""The words of custody."""

from django.db.models import IntegerChoices, TextChoices


class DemiJournee(IntegerChoices):
    MATIN = 0, "le matin, repas de midi compris"
    APRES_MIDI = 1, "l’après-midi, après l’école ou le repas"


# The same half-days, as the end of a stay: « jusqu’à… ».
FINS = [(DemiJournee.MATIN, "la fin du repas de midi"), (DemiJournee.APRES_MIDI, "la fin de la journée")]


class FormeDeGarde(TextChoices):
    """How two homes share a child's time; the values are those of ``garde.rules``."""

    EXCLUSIVE = "exclusive", "Toujours au même foyer"
    WEEK_ENDS = "week_ends", "Au même foyer, un week-end sur deux dans l’autre"
    SEMAINES = "semaines", "Une semaine sur deux"
    JOURS = "jours", "Selon les jours de la semaine"


class EtatDeSwap(TextChoices):
    PROPOSE = "propose", "En attente de réponse"
    ACCEPTE = "accepte", "Accepté"
    REFUSE = "refuse", "Refusé"
    REPONDU = "repondu", "Une autre proposition a été faite"
    RETIRE = "retire", "Retiré"
    EXPIRE = "expire", "Resté sans réponse"
    DEFAIT = "defait", "Défait par la commune"


# The tone of each state on the screen (components' badges).
TONS_DES_SWAPS = {
    EtatDeSwap.PROPOSE: "info",
    EtatDeSwap.ACCEPTE: "success",
    EtatDeSwap.REFUSE: "danger",
    EtatDeSwap.REPONDU: "info",
    EtatDeSwap.RETIRE: "neutral",
    EtatDeSwap.EXPIRE: "neutral",
    EtatDeSwap.DEFAIT: "warning",
}
