"""« Effectifs » in the admin: who comes on a day, by place, on screen, on paper and as a spreadsheet."""

import uuid
from dataclasses import dataclass, replace
from datetime import date, timedelta
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from common import clock, journal
from common.components.affichage import Lien
from common.files import export
from common.web.http import agent_requis, bouton_sur
from common.words import typo
from common.words.saisie import lire_entier, lire_jour, lire_texte
from reservations.activites.models import Activite
from reservations.planning.agents.effectifs import prochain_jour
from reservations.planning.models import Fermeture
from reservations.pointage.agents.forms import PointerForm
from reservations.pointage.enums import FaitPointe
from reservations.pointage.phrases import cellules, colonnes, jamais
from reservations.pointage.portee import CUISINE, POINTER, VOIR, Vue, listees, restreint, tirages, vue_de
from reservations.pointage.presentation import rangees
from reservations.pointage.reading.listes import ListeVoulue, lire, mark_changes, narrow, notes_du_jour, say_notes
from reservations.pointage.rules import Attendu, Criteres
from reservations.pointage.services.tirages import contenu_de, demander

PAR_PAGE = 50
RAFRAICHIR_SECONDES = 2
UNE_LECTURE = timedelta(minutes=10)


@dataclass(frozen=True)
class Liste:
    """What an agent asked to see: which list, and what narrows it."""

    activites: list[Activite]
    activite: Activite | None
    jour: date
    vue: Vue | None
    criteres: Criteres

    @property
    def sorties(self) -> bool:
        """Whether the list says who fetches: at the canteen nobody does."""
        return not self.activite.mot.commande

    @property
    def voulue(self) -> ListeVoulue:
        return ListeVoulue(
            self.activite, self.jour, lieux=self.vue.lieux, sauf=self.vue.sauf, sante=self.vue.sante,
            sorties=self.sorties, groupes=self.vue.groupes,
        )  # fmt: skip

    def lire(self):
        """The sites with their children, and what was noted of them."""
        sites, notes = lire(self.voulue), notes_du_jour(self.activite, self.jour)
        say_notes(self.voulue, sites, notes)
        return sites, notes

    @property
    def adresse(self) -> str:
        return f"{reverse('effectifs')}?{self.parametres}"

    @property
    def parametres(self) -> str:
        connus = {"activite": self.activite.pk, "jour": self.jour.isoformat()} | self.criteres.dits
        return urlencode({nom: int(v) if isinstance(v, bool) else v for nom, v in connus.items()})


def voisins(agent) -> list[Lien]:
    """Where one goes from the list, which has no menu."""
    liens = [
        Lien(titre="Effectifs", url=reverse("effectifs"), courante=True),
        Lien(titre="Listes gardées", url=reverse("listes_gardees")),
    ]
    return liens + ([Lien(titre="Cuisine", url=reverse("cuisine"))] if agent.has_perm(CUISINE) else [])


def demandee(request, donnees) -> Liste:
    """Read which list is asked for; without anything, that of the next day of the first activity."""
    activites = listees(request.user)
    voulue = donnees.get("activite")
    activite = next((a for a in activites if str(a.pk) == voulue), activites[0] if activites else None)
    aujourdhui = clock.aujourdhui()
    if restreint(request.user):
        jour = aujourdhui
    else:
        jour = lire_jour(donnees.get("jour")) or (prochain_jour(activite, aujourdhui) if activite else aujourdhui)
    criteres = Criteres(
        lieu=lire_entier(donnees.get("lieu")), ecole=lire_texte(donnees.get("ecole")),
        classe=lire_texte(donnees.get("classe")), groupe=lire_texte(donnees.get("groupe")),
        unite=lire_entier(donnees.get("unite")), par_classe=donnees.get("par_classe") in ("1", "on"),
    )  # fmt: skip
    return Liste(activites, activite, jour, vue_de(request.user, activite) if activite else None, criteres)


@agent_requis(VOIR)
@require_GET
def liste_effectifs(request):
    """Who comes on a day, by site, and how many meals to order; tomorrow unless asked otherwise."""
    demande = demandee(request, request.GET)
    if demande.activite is None:
        vide = {"titre": "Effectifs", "activites": [], "voisins": voisins(request.user)}
        return render(request, "pointage/liste.html", vide)
    if genre := export.demande(request):
        return _tableur(request, genre, demande, narrow(demande.lire()[0], demande.criteres))
    return montrer(request, demande)


def montrer(request, demande, form=None, coches=()):
    """Show the list, with what may be noted of its children; ``coches`` are ticked again after a refusal."""
    lus, notes = demande.lire()
    choix = _choix(lus, demande)
    propre_a = request.user if demande.vue.propre else None
    mark_changes(lus, demande.activite, demande.jour, propre_a=propre_a)
    sites = narrow(lus, demande.criteres)
    pointe = peut_pointer(request.user, demande.jour)
    form = form or (PointerForm(activite=demande.activite, jour=demande.jour) if pointe else None)
    dernier = next((n for n in reversed(notes) if n.par == request.user.pk), None) if pointe else None
    contexte = _contexte(request, demande, sites, a_cocher=pointe, coches=coches) | {
        "choix": choix, "incomplet": demande.vue.partielle, "du_jour": restreint(request.user), "form": form,
        "dernier": dernier and {"lot": dernier.lot, "nombre": sum(n.lot == dernier.lot for n in notes),
                                "fait": FaitPointe(dernier.fait).label},
    }  # fmt: skip
    nommes = sum(len(site.lignes) for site in sites)
    journal.noter_liste(f"effectifs du {demande.jour.isoformat()}", nommes, par=request.user)
    return render(request, "pointage/liste.html", contexte, status=422 if form and form.errors else 200)


def peut_pointer(agent, jour) -> bool:
    """Whether the agent notes who came that day: not before it is there."""
    return agent.has_perm(POINTER) and jour <= clock.aujourdhui()


def _contexte(request, demande, sites, *, a_cocher, coches):
    activite, jour, mot = demande.activite, demande.jour, demande.activite.mot
    fermees = _fermetures(activite, jour) if any(site.ferme or site.restreint for site in sites) else {}
    vues = []
    for s in sites:
        titres = colonnes(s.lignes, sante=demande.vue.sante, sorties=demande.sorties)
        html = rangees(s.lignes, titres, mot, a_cocher=a_cocher, coches=coches)
        vues.append({"site": s, "titres": titres, "rangees": html, "fermetures": fermees.get(s.lieu, ())})
    return {
        "titre": f"Effectifs du {typo.date_longue(jour, annee=True)}", "voisins": voisins(request.user),
        "demande": demande, "activite": activite, "activites": demande.activites, "jour": jour, "mot": mot,
        "numero": uuid.uuid4(), "sites": vues,
        "veille": replace(demande, jour=jour - timedelta(days=1)).adresse,
        "lendemain": replace(demande, jour=jour + timedelta(days=1)).adresse,
        "attendus": sum(s.attendus for s in sites), "peut_fermer": request.user.has_perm("activites.fermer_jour"),
    }  # fmt: skip


def _fermetures(activite, jour) -> dict[int, list[Fermeture]]:
    """Give the closings of the day, by place: to everybody, or to a school or a class."""
    trouvees: dict[int, list[Fermeture]] = {}
    connues = Fermeture.objects.en_cours().filter(activite=activite, date=jour)
    for fermeture in connues.select_related("operation", "ecole__lieu"):
        trouvees.setdefault(fermeture.lieu_id, []).append(fermeture)
    return trouvees


def _choix(sites, demande) -> list[dict]:
    """What may narrow the list: only what tells its children apart."""
    lignes = [ligne for site in sites for ligne in site.lignes]
    niveaux = sites[0].niveaux if sites else ()
    unites = {u.pk: u.nom for u in demande.activite.unites.all()} if _a_unites(lignes) else {}
    presentes = {u for ligne in lignes for u in ligne.unites}
    valeurs = [
        ("lieu", "Lieu", [(s.lieu, s.nom) for s in sites]),
        ("ecole", "École", sorted({(li.ecole, li.ecole) for li in lignes if li.ecole})),
        ("classe", "Classe", _classes(lignes, niveaux)),
        ("groupe", "Groupe", sorted({(li.groupe, li.groupe) for li in lignes if li.groupe})),
        ("unite", "Moment", [(pk, nom) for pk, nom in unites.items() if pk in presentes]),
    ]
    return [
        {"nom": nom, "titre": titre, "valeurs": liste, "choisi": getattr(demande.criteres, nom)}
        for nom, titre, liste in valeurs
        if len(liste) > 1
    ]


def _a_unites(lignes: list[Attendu]) -> bool:
    """Whether the children come for different moments of the day."""
    return len({ligne.unites for ligne in lignes}) > 1


def _classes(lignes, niveaux):
    rangs = {niveau: rang for rang, niveau in enumerate(niveaux)}
    dites = {(rangs.get(li.niveau, len(rangs)), li.sa_classe) for li in lignes if li.sa_classe}
    return [(classe, classe) for _, classe in sorted(dites)]


def _tableur(request, genre, demande, sites):
    mot, lignes = demande.activite.mot, [ligne for site in sites for ligne in site.lignes]
    titres = colonnes(lignes, sante=demande.vue.sante, sorties=demande.sorties)
    ne_pas = ["Ne doit pas repartir avec"] if demande.sorties else []
    contenu = [
        [site.nom, *cellules(ligne, titres, mot), *([jamais(ligne)] if ne_pas else [])]
        for site in sites
        for ligne in site.lignes
    ]
    nom = f"effectifs-{demande.activite.code}-du-{demande.jour.isoformat()}"
    return export.reponse(genre, nom, ["Lieu", *titres, *ne_pas], contenu, par=request.user)


@bouton_sur("effectifs")
@agent_requis(VOIR)
@require_POST
def imprimer(request):
    """Have the list printed as it is asked; a page waits for a long one."""
    demande = demandee(request, request.POST)
    if demande.activite is None:
        raise Http404
    try:
        numero = uuid.UUID(request.POST.get("numero", ""))
    except ValueError:
        numero = uuid.uuid4()
    sites = narrow(lire(demande.voulue), demande.criteres)
    if demande.criteres.lieu and not sites:
        raise Http404
    tirage = demander(
        numero=numero, activite=demande.activite, jour=demande.jour, criteres=demande.criteres,
        enfants=sum(s.attendus for s in sites), par=request.user,
    )  # fmt: skip
    return redirect("tirage_effectifs", tirage.pk)


@agent_requis(VOIR)
@require_GET
def tirage(request, pk):
    """A list that is being printed, or that is ready."""
    lu = get_object_or_404(tirages(request.user), pk=pk)
    retour = Criteres(**lu.criteres)
    adresse = Liste([], lu.activite, lu.jour, None, retour).adresse
    contexte = {"titre": f"Liste imprimée : {lu.activite}", "tirage": lu, "retour": adresse}
    reponse = render(request, "pointage/tirage.html", contexte)
    if lu.fait_le is None:
        reponse["Refresh"] = str(RAFRAICHIR_SECONDES)
    return reponse


@agent_requis(VOIR)
@require_GET
def tirage_pdf(request, pk):
    lu = get_object_or_404(tirages(request.user).filter(contenu__isnull=False).defer(None), pk=pk)
    reponse = HttpResponse(contenu_de(lu, par=request.user), content_type="application/pdf")
    reponse["Content-Disposition"] = f'inline; filename="liste-{lu.activite.code}-{lu.jour.isoformat()}.pdf"'
    return reponse


@agent_requis(VOIR)
@require_GET
def gardees(request):
    """The lists kept for the day when the network is down: those of the night, and those printed since."""
    lues = tirages(request.user).filter(fait_le__isnull=False).order_by("-jour", "-fait_le", "pk")
    page = Paginator(lues, PAR_PAGE).get_page(request.GET.get("page"))
    contexte = {
        "titre": "Listes gardées", "page": page,
        "ferme": bool(listees(request.user)) and vue_de(request.user, listees(request.user)[0]).partielle,
    }  # fmt: skip
    return render(request, "pointage/gardees.html", contexte)
