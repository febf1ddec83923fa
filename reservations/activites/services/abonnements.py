"""What yearly registrations give to be billed."""

from datetime import date

from common import clock
from reservations.activites.enums import EtatInscription, Fonctionnement, NatureConsommation
from reservations.activites.models import Formule, Inscription
from reservations.activites.rules_consommations import AConsommer, annee_scolaire, debut_d_abonnement


def a_consommer(regie, du: date, au: date, payeurs=None) -> list[AConsommer]:
    """Give the yearly fees that fall between two dates: one a registration and school year."""
    formules = {}
    abonnees = Formule.objects.filter(activite__regie=regie, activite__fonctionnement=Fonctionnement.ABONNEMENT)
    for activite, formule in abonnees.order_by("-activite", "-code", "-pk").values_list("activite_id", "pk"):
        formules[activite] = formule
    if not formules:
        return []
    annee = annee_scolaire(du)
    inscriptions = Inscription.objects.filter(
        activite__in=formules, etat__in=(EtatInscription.ACTIVE, EtatInscription.TERMINEE), du__lte=au
    ).exclude(au__lt=date(annee, 9, 1))
    if payeurs is not None:
        inscriptions = inscriptions.filter(payeur__in=payeurs)
    trouvees = []
    for i in inscriptions.select_related("payeur").order_by("payeur_id", "enfant__naissance", "enfant_id", "pk"):
        debut = debut_d_abonnement(i.du, i.creee_le.astimezone(clock.fuseau()).date(), annee)
        if not du <= debut <= au or (i.au and i.au < debut):
            continue
        fin = min(i.au or date.max, date(annee + 1, 8, 31))
        trouvees.append(
            AConsommer(
                NatureConsommation.ABONNEMENT, f"inscription-{annee}", i.pk, i.payeur_id, i.payeur.foyer_id,
                i.enfant_id, i.activite_id, formules[i.activite_id], i.lieu_id, debut, fin,
            )
        )  # fmt: skip
    return trouvees
