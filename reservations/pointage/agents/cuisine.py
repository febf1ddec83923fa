"""« Cuisine » in the admin: what is to be prepared, by day and by week, site and diet; what was ordered, who came."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from common import clock
from common.components.affichage import Lien
from common.files import export
from common.files.pdf import rendre_pdf
from common.web.http import agent_requis
from common.words import typo
from common.words.saisie import lire_jour
from commune.papier import en_tete
from reservations.activites.models import Activite
from reservations.activites.services.places import calendrier
from reservations.planning.agents.effectifs import prochain_jour
from reservations.pointage.portee import CUISINE, Vue, listees, vue_de
from reservations.pointage.reading.cuisine import LIBELLES, regimes, services
from reservations.pointage.rules_cuisine import Couverts
from reservations.pointage.services.commandes import instant_de_la_commande

JOUR, SEMAINE = "jour", "semaine"


@dataclass(frozen=True)
class Carte:
    """What an agent asked to see of a kitchen: a day, or the week that holds it."""

    activites: list[Activite]
    activite: Activite
    jour: date
    vue: str
    moi: Vue

    @property
    def bornes(self) -> tuple[date, date]:
        lundi = self.jour - timedelta(days=self.jour.weekday())
        return (self.jour, self.jour) if self.vue == JOUR else (lundi, lundi + timedelta(days=6))

    def adresse(self, **autres) -> str:
        connus = {"activite": self.activite.pk, "jour": self.jour.isoformat(), "vue": self.vue}
        return f"{reverse('cuisine')}?{urlencode(connus | autres)}"

    def lire(self) -> dict[date, list[Couverts]]:
        """The days that have something to show."""
        lus = services(
            self.activite, *self.bornes, lieux=self.moi.lieux, sauf=self.moi.sauf, commandes=not self.moi.partielle
        )
        return {jour: siens for jour, siens in lus.items() if siens}


def _demandee(request) -> Carte | None:
    """Read what is asked: the activities that a kitchen waits for, or those whose order the town freezes."""
    activites = [a for a in listees(request.user) if a.mot.commande or a.commande_heure]
    if not activites:
        return None
    activite = next((a for a in activites if str(a.pk) == request.GET.get("activite")), activites[0])
    jour = lire_jour(request.GET.get("jour")) or prochain_jour(activite, clock.aujourdhui())
    vue = SEMAINE if request.GET.get("vue") == SEMAINE else JOUR
    return Carte(activites, activite, jour, vue, vue_de(request.user, activite))


@agent_requis(CUISINE)
@require_GET
def cuisine(request):
    """What to prepare, as it stands, beside what was ordered and who came."""
    carte = _demandee(request)
    if carte is None:
        return render(request, "pointage/cuisine.html", {"titre": "Cuisine", "activites": []})
    jours = carte.lire()
    nom = f"cuisine-{carte.activite.code}-du-{carte.bornes[0].isoformat()}"
    if genre := export.demande(request):
        return export.reponse(genre, nom, ENTETES, _lignes(jours), par=request.user)
    contexte = _contexte(carte, jours)
    if request.GET.get("format") == "pdf":
        pdf = rendre_pdf("pointage/pdf_cuisine.html", contexte | en_tete() | {"instant": clock.maintenant()})
        reponse = HttpResponse(pdf, content_type="application/pdf")
        reponse["Content-Disposition"] = f'inline; filename="{nom}.pdf"'
        return reponse
    return render(request, "pointage/cuisine.html", contexte)


def _contexte(carte, jours):
    pas = timedelta(days=1 if carte.vue == JOUR else 7)
    du, au = carte.bornes
    dit = f"du {typo.date_longue(du, annee=True)}" if carte.vue == JOUR else typo.periode(du, au)
    return {
        "titre": f"Cuisine : {carte.activite.nom} {dit}", "activites": carte.activites, "activite": carte.activite,
        "jour": carte.jour, "mot": carte.activite.mot, "carte": carte, "incomplet": carte.moi.partielle,
        "onglets": [
            Lien(titre="Le jour", url=carte.adresse(vue=JOUR), courante=carte.vue == JOUR),
            Lien(titre="La semaine", url=carte.adresse(vue=SEMAINE), courante=carte.vue == SEMAINE),
        ],
        "avant": carte.adresse(jour=(carte.jour - pas).isoformat()),
        "apres": carte.adresse(jour=(carte.jour + pas).isoformat()),
        "pdf": carte.adresse(format="pdf"), "tableur": carte.adresse(format="xlsx"),
        "jours": [_un_jour(carte.activite, jour, siens) for jour, siens in jours.items()],
        "semaine": _semaine(jours) if carte.vue == SEMAINE else None,
    }  # fmt: skip


def _un_jour(activite, jour, siens):
    """The tables of a day: a line a diet, a total, what differs from the order."""
    limite = instant_de_la_commande(activite, jour, calendrier())
    lieux = [
        {
            "s": s, "change": any(s.ecarts.values()),
            "lignes": [
                {
                    "regime": LIBELLES.get(r, r), "reserves": s.reserves.get(r, 0),
                    "commandes": (s.commandes or {}).get(r, 0), "ecart": _signe(s.ecarts.get(r, 0)),
                }
                for r in regimes([s])
            ],
            "ecart": _signe(s.total - s.total_commande),
        }
        for s in siens
    ]  # fmt: skip
    return {"jour": jour, "lieux": lieux, "limite": limite, "total": sum(s.total for s in siens)}


def _signe(nombre: int) -> str:
    return f"{nombre:+d}".replace("-", "−") if nombre else ""


def _semaine(jours):
    """The week in one table: a line a place and diet, a column a day."""
    noms: dict[int, str] = {s.lieu: s.nom for siens in jours.values() for s in siens}
    lignes = []
    for lieu, nom in noms.items():
        ici = [{s.lieu: s for s in siens}.get(lieu) for siens in jours.values()]
        for regime in regimes([s for s in ici if s]):
            comptes = [s.reserves.get(regime, 0) if s else 0 for s in ici]
            lignes.append({"lieu": nom, "regime": LIBELLES.get(regime, regime), "comptes": comptes,
                           "total": sum(comptes)})  # fmt: skip
    totaux = [sum(s.total for s in siens) for siens in jours.values()]
    return {"jours": list(jours), "lignes": lignes, "totaux": totaux, "total": sum(totaux)}


ENTETES = ["Jour", "Lieu", "Régime", "Réservés", "Commandés", "Écart", "Présents (tous régimes)"]


def _lignes(jours):
    return [
        [
            jour, s.nom, LIBELLES.get(r, r), s.reserves.get(r, 0),
            None if s.commandes is None else s.commandes.get(r, 0), s.ecarts.get(r, 0) or None, s.presents,
        ]
        for jour, siens in jours.items()
        for s in siens
        for r in regimes([s])
    ]  # fmt: skip
