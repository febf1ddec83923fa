"""What campaigns and appointments put in the agenda of a family, and above its week."""

from django.urls import reverse

from common import clock
from common.words import typo
from espace_prive.agenda.extensions import EntreeDAgenda
from reservations.campagnes import rules
from reservations.campagnes.models import RendezVous
from reservations.campagnes.reading import connues, convies, demandees
from reservations.planning.extensions import AnnonceDeJours


def evenements(moi, du, au):
    """Give the last day to answer, while an answer is awaited, and the appointments that were taken."""
    dites = set()
    for d in demandees(moi):
        jour = d.campagne.ferme_le.astimezone(clock.fuseau()).date()
        if d.repondue or d.campagne.etat == rules.CLOSE or not du <= jour <= au or d.campagne.pk in dites:
            continue
        dites.add(d.campagne.pk)
        yield EntreeDAgenda(
            uid=f"campagne-{d.campagne.pk}", jour=jour, titre=f"Répondre : {d.campagne.titre}",
            texte=d.campagne.question, url=reverse("campagnes:repondre", args=[d.campagne.pk]),
        )  # fmt: skip
    pris = {c.pris: c for c in convies(moi) if c.pris}
    for r in RendezVous.objects.filter(pk__in=pris) if pris else ():
        c, debut = pris[r.pk], r.debut.astimezone(clock.fuseau())
        if du <= debut.date() <= au:
            yield EntreeDAgenda(
                uid=f"rendez-vous-{r.pk}", jour=debut.date(), debut=debut, fin=r.fin.astimezone(clock.fuseau()),
                titre=f"{c.prenom} : {c.rencontre.titre}", lieu=c.rencontre.lieu, enfant=c.enfant,
                url=reverse("campagnes:rencontre", args=[c.rencontre.pk]),
            )  # fmt: skip


def annonces(moi, du, au):
    """Say above the days that a campaign asks about that its answer is awaited; nothing is read for other days."""
    ouvertes = [c for c in connues() if c.ouverte and c.du <= au and c.au >= du]
    muettes: dict[int, list] = {}
    for d in demandees(moi, campagnes=ouvertes):
        if not d.repondue:
            muettes.setdefault(d.campagne.pk, []).append(d)
    for siennes in muettes.values():
        campagne = siennes[0].campagne
        prenoms = typo.enumeration(dict.fromkeys(d.prenom for d in siennes))
        yield AnnonceDeJours(
            campagne.titre, f"{campagne.question} Répondez pour {prenoms} avant le "
            f"{typo.date_heure(campagne.ferme_le)}.",
            reverse("campagnes:repondre", args=[campagne.pk]), "Répondre",
        )  # fmt: skip
