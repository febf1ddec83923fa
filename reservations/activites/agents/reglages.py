"""« Activités » in the admin: everything that the town decides of them, without code."""

from django.db.models import Count
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from common.forms import Formulaire
from common.staff.forms import checked_page
from common.web.forms import saisie
from common.web.http import agent_requis
from common.words import typo
from reservations.activites.agents.annonces import annoncer_changement, annoncer_creation
from reservations.activites.agents.forms import ActiviteForm
from reservations.activites.agents.genres import GENRES
from reservations.activites.manques import activites_ouvertes, attend_des_jours, ce_qui_manque
from reservations.activites.models import Activite
from reservations.activites.services.reglages import enregistrer, refuser_retrait, retirer

REGLER = "activites.regler_activites"


@agent_requis(REGLER)
@require_GET
def liste(request):
    toutes = Activite.objects.select_related("service").annotate(nombre_de_formules=Count("formules"))
    contexte = {"titre": "Activités", "activites": toutes}
    return render(request, "activites/agents/liste.html", contexte)


@agent_requis(REGLER)
@require_GET
def fiche(request, pk):
    """An activity with its parts, each said in a line."""
    activite = get_object_or_404(Activite.objects.select_related("service", "regie"), pk=pk)
    parties = [
        {
            "nom": nom, "genre": genre,
            "lignes": [{"pk": o.pk, "phrase": genre.dire(o), "nom": str(o)} for o in genre.lire(activite)],
        }
        for nom, genre in GENRES.items()
    ]  # fmt: skip
    ouvertes = activites_ouvertes()
    contexte = {
        "titre": activite.nom, "activite": activite, "parties": parties, "jours": _jours(activite.jours),
        "jours_vacances": _jours(activite.jours_vacances), "inscrits": _qui(activite),
        "manque": ce_qui_manque(activite, ouvertes), "a_ouvrir": attend_des_jours(activite, ouvertes),
    }  # fmt: skip
    return render(request, "activites/agents/fiche.html", contexte)


def _jours(jours):
    return typo.enumeration(f"le {typo.JOURS[jour]}" for jour in sorted(jours)) or "fermée"


def _qui(activite):
    """Who may register, in words."""
    conditions = [ecole.lieu.nom for ecole in activite.ecoles.select_related("lieu")]
    conditions += activite.niveaux
    if activite.age_min is not None:
        conditions.append(f"dès {activite.age_min} ans")
    if activite.age_max is not None:
        conditions.append(f"jusqu’à {activite.age_max} ans")
    if activite.commune_seulement:
        conditions.append("familles de la commune")
    if activite.dossier_complet:
        conditions.append("dossier complet")
    if activite.sans_impaye:
        conditions.append("aucune facture échue")
    return ", ".join(conditions) or "tous les enfants"


def _regler(request, form, *, annonces, ecrire=enregistrer, activite=None, **options):
    """Show the form; then what it changes for families, where it does; then write it."""
    return checked_page(
        request, form, annoncer=lambda: _verifier(form.instance, annonces), succes="C’est enregistré.",
        action=lambda: ecrire(form, activite=activite, par=request.user), **options,
    )  # fmt: skip


def _verifier(objet, annonces):
    """Judge by the constraints what is not written yet (its code is made when it is), and say what it changes."""
    objet.full_clean(exclude=["code"])
    return annonces(objet)


@agent_requis(REGLER)
@require_http_methods(["GET", "POST"])
def creer(request):
    form = ActiviteForm(saisie(request))
    return _regler(
        request, form, annonces=annoncer_creation, titre="Nouvelle activité", retour=reverse("activites_reglees"),
        vers=lambda activite: reverse("activite_reglee", args=[activite.pk]),
    )  # fmt: skip


@agent_requis(REGLER)
@require_http_methods(["GET", "POST"])
def modifier(request, pk):
    activite = get_object_or_404(Activite, pk=pk)
    avant = get_object_or_404(Activite, pk=pk)
    retour = reverse("activite_reglee", args=[pk])
    form = ActiviteForm(saisie(request), instance=activite)
    return _regler(
        request, form, activite=avant, titre=f"Modifier {avant.nom}",
        annonces=lambda apres: annoncer_changement(avant, apres, form.cleaned_data["ecoles"]),
        retour=retour, vers=retour,
    )  # fmt: skip


@agent_requis(REGLER)
@require_http_methods(["GET", "POST"])
def supprimer(request, pk):
    activite = get_object_or_404(Activite, pk=pk)
    retour = reverse("activite_reglee", args=[pk])
    return _retirer(
        request, activite, retirer=retirer, titre=f"Retirer {activite}", retour=retour,
        vers=reverse("activites_reglees"), annonces=["Tous ses réglages sont retirés avec elle."],
    )  # fmt: skip


def _retirer(request, objet, *, retirer, titre, retour, vers, annonces):
    """Say what removing it changes; then remove it, unless something uses it."""
    form = Formulaire(saisie(request))

    def annoncer():
        refuser_retrait(objet)
        return annonces or ["Rien ne change pour les familles."]

    return checked_page(
        request, form, titre=titre, retour=retour, vers=vers, bouton="Retirer", annoncer=annoncer,
        action=lambda: retirer(objet, par=request.user), succes=f"« {objet} » est retiré.",
    )  # fmt: skip


def _genre(nom):
    if nom not in GENRES:
        raise Http404
    return GENRES[nom]


@agent_requis(REGLER)
@require_http_methods(["GET", "POST"])
def partie(request, pk, genre, cle=None):
    """Add a part of the activity, or modify it."""
    connu, activite = _genre(genre), get_object_or_404(Activite, pk=pk)
    objet = get_object_or_404(connu.lire(activite), pk=cle) if cle else connu.modele(activite=activite)
    titre = f"{activite.nom} : {connu.titre.lower()}"
    retour = reverse("activite_reglee", args=[pk])
    form = connu.form(saisie(request), instance=objet, activite=activite)
    return _regler(
        request, form, annonces=connu.annoncer, activite=activite, titre=titre, retour=retour, vers=retour,
        chapeau=connu.explication, ecrire=connu.enregistrer,
    )  # fmt: skip


@agent_requis(REGLER)
@require_http_methods(["GET", "POST"])
def retirer_partie(request, pk, genre, cle):
    connu = _genre(genre)
    objet = get_object_or_404(connu.lire(pk), pk=cle)
    retour = reverse("activite_reglee", args=[pk])
    return _retirer(
        request, objet, retirer=connu.retirer, titre=f"Retirer « {connu.dire(objet)} »", retour=retour, vers=retour,
        annonces=connu.annoncer_retrait(objet),
    )  # fmt: skip
