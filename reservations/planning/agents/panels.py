"""What the home of the admin says of bookings: who comes next, absences to examine, occupancy, refusals."""

from datetime import timedelta

from django.db.models import Count, Min
from wagtail.admin.ui.components import Component

from common import clock
from espace_prive.famille.acces.portee import ecartes
from reservations.activites.models import Creneau
from reservations.activites.portee import activites_de, lieux_de
from reservations.planning.agents.absences import JUGER, absences_de
from reservations.planning.agents.effectifs import prevus, prochain_jour
from reservations.planning.enums import ResultatDeLigne
from reservations.planning.models import LigneDemande

LISTES, SUIVRE = "activites.consulter_effectifs", "planning.view_reservation"
JOURS_SUIVIS = 5
MEMOIRE_DES_REFUS = timedelta(days=30)
# What a refused wish tells the head of a service; a day that is closed or booked already tells nothing.
RAISONS = {"complet": "faute de place", "delai": "hors délai", "dossier": "dossier incomplet", "impaye": "impayé"}


class ProchainJour(Component):
    """Who comes on the next day of each activity that the agent keeps."""

    name, order = "prochain_jour", 91
    template_name = "reservations/agents/panneau.html"

    def get_context_data(self, parent_context):
        agent, jours = parent_context["request"].user, []
        for activite in activites_de(agent).reservables():
            jour = prochain_jour(activite, clock.aujourdhui())
            lieux = prevus(activite, jour, lieux=lieux_de(agent, activite), sauf=ecartes(agent))
            jours.append({"activite": activite, "jour": jour, "lieux": lieux, "total": sum(n for _, n in lieux)})
        return {"jours": sorted(jours, key=lambda j: (j["jour"], j["activite"].pk))}


class AbsencesAExaminer(Component):
    """How many documents of absences wait, and since when."""

    name, order = "absences", 92
    template_name = "reservations/agents/panneau_absences.html"

    def get_context_data(self, parent_context):
        attendent = absences_de(parent_context["request"].user).filter(jugement="", justificatif__isnull=False)
        lu = attendent.order_by().aggregate(nombre=Count("pk"), premiere=Min("declaree_le"))
        depuis = (clock.maintenant() - lu["premiere"]).days if lu["premiere"] else 0
        return {"nombre": lu["nombre"], "depuis": depuis}


class Occupation(Component):
    """How full the next days of each activity are, all places together: two statements."""

    name, order = "occupation", 97
    template_name = "reservations/agents/panneau_occupation.html"

    def get_context_data(self, parent_context):
        siennes = list(activites_de(parent_context["request"].user).reservables())
        jour = clock.aujourdhui()
        ouverts = Creneau.objects.filter(
            unite__activite__in=siennes, groupe=None, ferme=False,
            date__range=(jour, jour + timedelta(weeks=2)),
        )  # fmt: skip
        jours = {}
        for activite, date, unite, places, prises in ouverts.values_list(
            "unite__activite", "date", "unite", "places", "prises"
        ):
            jours.setdefault(activite, {}).setdefault(date, {}).setdefault(unite, []).append((places, prises))
        return {
            "lignes": [
                (activite, [_remplissage(d, u) for d, u in sorted(jours[activite.pk].items())[:JOURS_SUIVIS]])
                for activite in siennes
                if activite.pk in jours
            ]
        }


def _remplissage(jour, unites) -> dict:
    """The fullest unit of a day: places taken, places open (None: no limit), and the share in a hundred."""
    lues = []
    for lieux in unites.values():
        places = None if any(places is None for places, _ in lieux) else sum(places for places, _ in lieux)
        lues.append((sum(prises for _, prises in lieux), places))
    prises, places = max(lues, key=lambda lu: lu[0] / lu[1] if lu[1] else 0)
    return {"jour": jour, "prises": prises, "places": places, "part": round(100 * prises / places) if places else None}


class RefusDesFamilles(Component):
    """What families asked and did not get these last weeks, by activity and reason."""

    name, order = "refus", 98
    template_name = "reservations/agents/panneau_refus.html"

    def get_context_data(self, parent_context):
        depuis = clock.maintenant() - MEMOIRE_DES_REFUS
        siennes = LigneDemande.objects.filter(
            resultat=ResultatDeLigne.REFUSEE, code__in=RAISONS, demande__demarche__deposee_le__gte=depuis,
            formule__activite__in=activites_de(parent_context["request"].user),
        )  # fmt: skip
        comptes = siennes.order_by().values_list("formule__activite__nom", "code")
        comptes = comptes.annotate(jours=Count("pk"), familles=Count("demande__demarche__foyer", distinct=True))
        lignes = sorted(comptes, key=lambda ligne: -ligne[2])
        return {"lignes": [(nom, RAISONS[code], jours, familles) for nom, code, jours, familles in lignes]}


def panneaux(agent) -> list[Component]:
    """Give the panels of this agent's work."""
    siens = [
        (LISTES, ProchainJour), (JUGER, AbsencesAExaminer), (SUIVRE, Occupation), (SUIVRE, RefusDesFamilles),
    ]  # fmt: skip
    return [panneau() for permission, panneau in siens if agent.has_perm(permission)]
