"""What campaigns ask of a parent, for the private home: one statement while one is known, none otherwise."""

from datetime import timedelta

from django.urls import reverse

from common import clock
from common.a_faire import Tache
from common.words import typo
from reservations.campagnes import rules
from reservations.campagnes.reading import Demandee, convies, demandees

BIENTOT = timedelta(days=2)


def a_repondre(acteur, moi):
    """One task a campaign: to answer while it is open, then to book the wished days once they can be."""
    par_campagne: dict[int, list[Demandee]] = {}
    for d in demandees(moi):
        par_campagne.setdefault(d.campagne.pk, []).append(d)
    for siennes in par_campagne.values():
        campagne = siennes[0].campagne
        muettes = [d for d in siennes if not d.repondue]
        if muettes and campagne.etat != rules.CLOSE:
            yield Tache(
                titre=f"Répondre : {campagne.titre}",
                texte=f"{campagne.question} Pour {_prenoms(muettes)}.",
                url=reverse("campagnes:repondre", args=[campagne.pk]),
                action="Répondre",
                echeance=campagne.ferme_le,
                icone="calendrier",
                proche=campagne.ferme_le - clock.maintenant() < BIENTOT,
                des=campagne.ouvre_le.astimezone(clock.fuseau()).date(),
            )
        if voulues := [d for d in siennes if d.a_reserver]:
            nombre = sum(len(d.a_reserver) for d in voulues)
            yield Tache(
                titre=f"Réserver les jours souhaités : {campagne.titre}",
                texte="Les réservations sont ouvertes : "
                f"{nombre} jour{typo.pluriel(nombre)} pour {_prenoms(voulues)}.",
                url=reverse("campagnes:reserver", args=[campagne.pk]),
                action="Réserver",
                icone="calendrier",
                proche=True,
            )


def _prenoms(siennes) -> str:
    return typo.enumeration(dict.fromkeys(d.prenom for d in siennes))


def a_choisir(acteur, moi):
    """One task for the appointments of a meeting, while they are chosen, for the children who have none."""
    sans: dict[int, list] = {}
    for c in convies(moi):
        if c.pris is None and c.rencontre.etat != rules.CLOSE:
            sans.setdefault(c.rencontre.pk, []).append(c)
    for siens in sans.values():
        rencontre = siens[0].rencontre
        yield Tache(
            titre=f"Choisir un rendez-vous : {rencontre.titre}",
            texte=f"Pour {_prenoms(siens)}.",
            url=reverse("campagnes:rencontre", args=[rencontre.pk]),
            action="Choisir",
            echeance=rencontre.ferme_le,
            icone="calendrier",
            proche=rencontre.ferme_le - clock.maintenant() < BIENTOT,
            des=rencontre.ouvre_le.astimezone(clock.fuseau()).date(),
        )
