"""What a change of an activity means for families, said before it is saved."""

from common import clock
from common.words import typo
from reservations.activites.agents.genres import a_venir
from reservations.activites.models import Inscription


def annoncer_creation(activite) -> list[str]:
    return ["Les familles ne la voient que lorsqu’un enfant y est inscrit et que des jours sont ouverts."]


def annoncer_changement(avant, apres, ecoles) -> list[str]:
    """Say what families will see of a change of the activity."""
    pris, annonces = a_venir(unite__activite=avant), []
    if avant.jours != apres.jours or avant.jours_vacances != apres.jours_vacances:
        annonces.append("Les jours déjà ouverts le restent : ceux que vous ouvrirez suivent ce réglage.")
        if pris:
            s = typo.pluriel(pris)
            annonces.append(f"{pris} place{s} à venir déjà prise{s} {'sont gardées' if s else 'est gardée'}.")
    for champ, fermee, ouverte in (
        ("reservation_en_ligne", "Les familles ne pourront plus réserver ni annuler en ligne : elles s’adresseront à "
         "vous.", "Les familles pourront réserver et annuler en ligne."),
        ("absence_en_ligne", "Les familles ne pourront plus signaler d’absence en ligne.",
         "Les familles pourront signaler une absence en ligne."),
    ):  # fmt: skip
        if getattr(avant, champ) != getattr(apres, champ):
            annonces.append(ouverte if getattr(apres, champ) else fermee)
    annonces += _annoncer_public(avant, apres, ecoles)
    if apres.commande_heure and not apres.commande_adresses:
        annonces.append("La commande de la cuisine sera arrêtée, mais envoyée à personne : aucune adresse n’est dite.")
    if avant.fonctionnement != apres.fonctionnement:
        annonces.append(f"L’activité se prendra {apres.get_fonctionnement_display()}.")
    if any(getattr(avant, c) != getattr(apres, c) for c in ("carence", "certificat_sous", "declarations")):
        annonces.append("Les absences signalées à partir de maintenant suivent ces règles ; les autres gardent leur "
                        "effet.")  # fmt: skip
    return annonces


def _annoncer_public(avant, apres, ecoles):
    """Say whom a change of who may register, or of what is asked first, touches."""
    annonces, conditions = [], ("niveaux", "age_min", "age_max", "commune_seulement")
    change = any(getattr(avant, c) != getattr(apres, c) for c in conditions)
    if change or {e.pk for e in ecoles} != set(avant.ecoles.values_list("pk", flat=True)):
        annonces.append("Les nouvelles inscriptions suivent ces conditions.")
        if inscrits := Inscription.objects.actives(clock.aujourdhui()).filter(activite=avant).count():
            qui = f"les {inscrits} enfants déjà inscrits" if inscrits > 1 else "l’enfant déjà inscrit"
            annonces.append(f"Rien ne change pour {qui}.")
    for champ, qui in (
        ("dossier_complet", "dont le dossier est incomplet"), ("sans_impaye", "qui ont une facture échue"),
    ):  # fmt: skip
        if getattr(avant, champ) != getattr(apres, champ):
            peuvent = "ne pourront plus réserver" if getattr(apres, champ) else "pourront réserver"
            annonces.append(f"Les familles {qui} {peuvent}, dès maintenant.")
    return annonces
