"""The agents' screen of bookings, in the admin: who comes tomorrow."""

from datetime import timedelta

from django.shortcuts import render
from django.views.decorators.http import require_GET

from common import clock, journal
from common.web.http import agent_requis
from common.words import typo
from common.words.saisie import lire_jour
from espace_prive.famille.acces.portee import ecartes
from reservations.activites.portee import activites_de, lieux_de
from reservations.planning.agents.effectifs import effectifs, prochain_jour
from reservations.planning.models import Fermeture


def _jour_demande(request, activite):
    if jour := lire_jour(request.GET.get("jour")):
        return jour
    return prochain_jour(activite, clock.aujourdhui()) if activite else clock.aujourdhui()


@agent_requis("activites.consulter_effectifs")
@require_GET
def liste_effectifs(request):
    """Who comes on a day, by site, and how many meals to order; tomorrow unless asked otherwise."""
    activites = list(activites_de(request.user).reservables().select_related("service"))
    # What a kitchen waits for comes first.
    activites.sort(key=lambda a: not a.mot.commande)
    activite = next(
        (a for a in activites if str(a.pk) == request.GET.get("activite")), activites[0] if activites else None
    )
    jour = _jour_demande(request, activite)
    sauf = ecartes(request.user)
    sites = effectifs(activite, jour, lieux=lieux_de(request.user, activite), sauf=sauf) if activite else []
    fermetures = Fermeture.objects.en_cours().filter(activite=activite, date=jour)
    fermees = {f.lieu_id: f.pk for f in fermetures} if any(s.ferme for s in sites) else {}
    for site in sites:
        site.fermeture = fermees.get(site.lieu.pk)
    contexte = {
        "titre": f"Effectifs du {typo.date_longue(jour, annee=True)}",
        "activites": activites,
        "activite": activite,
        "jour": jour,
        "veille": jour - timedelta(days=1),
        "lendemain": jour + timedelta(days=1),
        "sites": sites,
        "mot": activite.mot if activite else None,
        "attendus": sum(s.attendus for s in sites),
        "incomplet": sauf.exists(),
        "peut_fermer": request.user.has_perm("activites.fermer_jour"),
    }
    nommes = sum(site.attendus for site in sites)
    journal.noter_liste(f"effectifs du {jour.isoformat()}", nommes, par=request.user)
    return render(request, "reservations/agents/effectifs.html", contexte)
