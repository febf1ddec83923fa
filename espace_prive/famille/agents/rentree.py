"""« Préparer la rentrée » (everybody goes up one class), a child's schools year by year, and the rules on changes."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from common import clock, journal
from common.errors import Refus
from common.staff.forms import confirmed, mark
from common.web.forms import put_beside, saisie, show
from common.web.http import agent_requis
from common.words import typo
from commune.models import AnneeScolaire, Ecole
from espace_prive.famille import services
from espace_prive.famille.acces import portee
from espace_prive.famille.acces.pages import page_du_dossier, pour_tous_les_services
from espace_prive.famille.agents.forms_rentree import ReglesForm, RentreeForm, ScolariteForm
from espace_prive.famille.agents.liens import enfant_de
from espace_prive.famille.agents.views import MODIFIER, formulaire
from espace_prive.famille.enums import Rubrique
from espace_prive.famille.extensions import RENTREE
from espace_prive.famille.models import Rattachement
from espace_prive.famille.querysets import en_cours
from espace_prive.famille.services import rubriques
from espace_prive.famille.services.scolarites import (
    a_dire_un_par_un,
    a_rattraper,
    prevoir,
    promouvoir,
    rattraper,
    retirer_scolarite,
)

REGLER = "famille.regler_dossier"
RESTE = "Pour {prenom}, ceci continue et reste facturé tant que personne ne l’arrête"


def _annees():
    jour = clock.aujourdhui()
    annees = list(AnneeScolaire.objects.order_by("du"))
    de = next((a for a in annees if a.au >= jour), annees[-1] if annees else None)
    return de, next((a for a in annees if de and a.du > de.du), None)


@pour_tous_les_services(MODIFIER)
@require_http_methods(["GET", "POST"])
def rentree(request):
    """Preview the promotion, then run it; what was typed by hand for the next year stays."""
    de, vers = _annees()
    ecoles = [e for e in Ecole.objects.select_related("lieu") if "CM2" not in e.niveaux.split()]
    form = RentreeForm(saisie(request), ecoles=ecoles, initial={"de": de, "vers": vers})
    passages, rattrapables = None, 0
    if request.method == "POST" and form.is_valid():
        d = form.cleaned_data
        try:
            if confirmed(request, form):
                fait = promouvoir(d["de"], d["vers"], suites=form.suites(), par=request.user)
                rattrapes = rattraper(d["de"], par=request.user)
                suites = [suite.faire(d["vers"], par=request.user) for suite in RENTREE]
                messages.success(request, _dire(fait, d["vers"], suites, rattrapes))
                return redirect("familles:rentree")
            passages = prevoir(d["de"], d["vers"], suites=form.suites())
            rattrapables = a_rattraper(d["de"])
        except Refus as refus:
            put_beside(form, refus)
    contexte = {
        "titre": "Préparer la rentrée",
        "form": form,
        "marque": mark(form),
        "passages": passages,
        "suivante": vers,
    }
    contexte["rattrapables"] = rattrapables
    contexte["a_dire"] = _a_dire(request.user, de, vers) if passages is None and vers else []
    contexte["peut_importer"] = request.user.has_perm("commune.add_anneescolaire")
    contexte["annonces"] = [annonce for suite in RENTREE if (annonce := suite.annoncer())]
    return show(request, "famille/agents/rentree.html", contexte)


def _a_dire(agent, de, vers):
    """(schooling, home whose file opens) of the children whom the promotion left to be decided one by one."""
    caches = set(portee.ecartes(agent).values_list("enfant", flat=True))
    restent = [s for s in a_dire_un_par_un(de, vers) if s.enfant_id not in caches]
    chez = Rattachement.objects.filter(en_cours(), enfant__in=[s.enfant_id for s in restent])
    foyers = dict(chez.filter(foyer__in=portee.foyers(agent)).order_by("-pk").values_list("enfant", "foyer"))
    journal.noter_liste("enfants à dire un par un", len(restent), par=agent)
    return [(s, foyers.get(s.enfant_id)) for s in restent]


def _dire(fait, annee, suites, rattrapes=0):
    n, s = fait.promus, fait.sortis
    texte = f"{n} enfant{typo.pluriel(n)} {typo.pluriel(n, 'a son,ont leur')} école de {annee}."
    if s:
        texte += f" {s} {typo.pluriel(s, 'quitte,quittent')} l’école : {typo.pluriel(s, 'ses,leurs')} inscriptions "
        texte += "sont arrêtées."
    if rattrapes:
        r = rattrapes
        texte += f" {r} {typo.pluriel(r, 'enfant parti,enfants partis')} une année d’avant "
        texte += f"{typo.pluriel(r, 'restait inscrit,restaient inscrits')} : c’est arrêté aussi."
    return " ".join([texte, *filter(None, suites)])


@page_du_dossier(MODIFIER)
@require_http_methods(["GET", "POST"])
def scolarites(request, pk, enfant_pk):
    foyer = portee.lire(request.user, pk)
    enfant = enfant_de(foyer, enfant_pk)
    connues = enfant.scolarites.select_related("annee", "ecole__lieu").order_by("annee__du")
    texte = ". ".join(f"{s.annee} : {s.ecole}, {s.get_niveau_display()}" for s in connues)
    form = ScolariteForm(saisie(request), initial={"annee": _annees()[1] or _annees()[0], "version": enfant.version})

    def action():
        d = form.cleaned_data
        if d["ecole"]:
            del d["arreter"]
            return services.scolariser(enfant, par=request.user, **d)
        restes = retirer_scolarite(enfant, d["annee"], version=d["version"], par=request.user, arreter=d["arreter"])
        if restes:
            messages.warning(request, f"{RESTE.format(prenom=enfant.prenom)} : {typo.enumeration(restes)}.")
        return restes

    return formulaire(
        request, form, titre=f"Écoles – {enfant}", foyer=foyer, action=action, succes="L’école est enregistrée.",
        chapeau=f"{texte or 'Aucune école connue'}. Ce qui est écrit ici pour une année n’est pas changé par "
        "« Préparer la rentrée ».",
    )  # fmt: skip


@agent_requis(REGLER)
@require_http_methods(["GET", "POST"])
def regles(request):
    """Say what is applied at once and what an agent reads first."""
    form = ReglesForm(saisie(request))
    lues = ", ".join(r.label.lower() for r in Rubrique if r in rubriques.TOUJOURS_LUES)
    return formulaire(
        request, form, titre="Changements demandés par les parents", retour=reverse("familles:regles"),
        succes="Les règles sont enregistrées.", action=lambda: rubriques.regler(form.cleaned_data, par=request.user),
        chapeau=f"Toujours vérifiés par un agent : {lues}. Une interdiction de venir chercher un enfant aussi.",
    )  # fmt: skip
