"""What changes the effect of an absence after its report: each change is kept, with what was before."""

from common.database.locks import lock
from reservations.planning.models import Absence, DecisionAbsence

CHAMPS = ("effet", "phrase", "jugement")


def changer_effet(
    absence: Absence, *, geste, effet, phrase, par, motif="", jugement=None, defait=None
) -> DecisionAbsence:
    """Change what an absence costs; ``jugement`` None leaves the agent's decision as it is."""
    lock(Absence(pk=absence.pk))
    avant = {f"{champ}_avant": getattr(absence, champ) for champ in CHAMPS}
    absence.effet, absence.phrase = effet, phrase
    absence.jugement = absence.jugement if jugement is None else jugement
    absence.save(update_fields=CHAMPS)
    apres = {champ: getattr(absence, champ) for champ in CHAMPS}
    return DecisionAbsence.objects.create(
        absence=absence, geste=geste, par=par, motif=motif, defait=defait, **avant, **apres
    )
