"""The agents' family file: search, read, create, correct, print the letter of the key."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from common import clock, journal
from common.staff.forms import FORMULAIRE, button, form_page
from common.web.forms import saisie, show
from common.web.http import agent_requis
from common.words import typo
from common.words.saisie import lire_texte
from espace_prive.famille import services
from espace_prive.famille.acces import portee
from espace_prive.famille.acces.pages import page_du_dossier
from espace_prive.famille.agents import dossier as dossiers
from espace_prive.famille.agents import doubles as chercher_doubles
from espace_prive.famille.agents.forms import EnfantForm, FoyerForm, QuotientForm, RattacherForm, ResponsableForm
from espace_prive.famille.extensions import gestes_du_dossier, recherches, sections_du_dossier
from espace_prive.famille.models import Appartenance, Enfant, Rattachement
from espace_prive.famille.querysets import en_cours

PAR_PAGE = 25
CONSULTER, MODIFIER = "famille.consulter_dossier", "famille.modifier_dossier"


def chercher(request):
    return lire_texte(request.GET.get("q"))


def _compte(nombre, q, approche):
    """How many families there are, and whether they match the search or only resemble it."""
    compte = f"{typo.nombre(nombre)} famille{typo.pluriel(nombre)}"
    if not q:
        return compte
    lien = f"qui ressemble{typo.pluriel(nombre, ',nt')} à" if approche and nombre else "pour"
    return f"{compte} {lien} «\u00a0{q}\u00a0»"


@agent_requis(CONSULTER)
@require_GET
def liste(request):
    """The one search of the staff: families, and what bears that number or name; a whole number opens its page."""
    q = chercher(request)
    ailleurs = recherches.trouver(request.user, q) if q else []
    if len(ailleurs) == 1 and ailleurs[0].exacte:
        return redirect(ailleurs[0].adresse)
    adultes = Appartenance.objects.filter(en_cours()).select_related("responsable").order_by("pk")
    enfants = Rattachement.objects.filter(en_cours()).select_related("enfant").order_by("enfant__naissance")
    foyers, approche = portee.foyers(request.user), False
    if q:
        trouves = foyers.trouver(q)
        foyers, approche = foyers.filter(pk__in=trouves.cles), trouves.approche
    foyers = foyers.prefetch_related(Prefetch("appartenances", adultes), Prefetch("rattachements", enfants))
    page = Paginator(foyers, PAR_PAGE).get_page(request.GET.get("page"))
    lus = len(page.object_list) + len(ailleurs)
    journal.noter_liste("recherche de familles" if q else "familles", lus, par=request.user)
    tous = request.user.has_perm(portee.TOUS)
    contexte = {
        "titre": "Familles", "q": q, "page": page, "tous": tous, "compte": _compte(page.paginator.count, q, approche),
        "ailleurs": ailleurs,
        "peut_modifier": tous and request.user.has_perm(MODIFIER),
        "peut_regler": request.user.has_perm("famille.regler_dossier"),
    }  # fmt: skip
    return render(request, "famille/agents/liste.html", contexte)


@page_du_dossier(CONSULTER)
@require_GET
def dossier(request, pk):
    """The whole file of one family, with its history."""
    foyer = portee.lire(request.user, pk)
    if foyer is None:
        raise Http404
    lu = dossiers.charger(foyer, quotients=portee.peut_lire_quotient(request.user, foyer))
    contexte = {
        "titre": f"Famille {foyer.nom}",
        "sous_titre": f"n°{typo.INSECABLE}{foyer.numero}",
        "dossier": lu,
        "foyer": foyer,
        "sections": sections_du_dossier(lu, request.user),
        "gestes": gestes_du_dossier(lu, request.user),
        "historique": dossiers.historique(lu, sauf_lectures_de=request.user),
        "peut_modifier": request.user.has_perm(MODIFIER),
        "peut_imprimer": request.user.has_perm("famille.imprimer_cle"),
        "peut_creer": request.user.has_perms([MODIFIER, portee.TOUS]),
    }
    return render(request, "famille/agents/dossier.html", contexte)


def formulaire(
    request, form, *, titre, foyer=None, action, bouton="Enregistrer", succes, retour=None, doubles=None,
    connaitre=None, **contexte,
):  # fmt: skip
    """The form of a family file, which goes back to it.

    ``doubles`` finds who is already known and may be the same: they are shown, and nothing is created before the agent
    has said who it is. ``connaitre(person)`` does with the known one what ``action`` does with a new one.
    """
    retour_a = retour or reverse("familles:dossier", args=[foyer.pk])
    if request.method == "POST" and doubles and form.is_valid():
        question = chercher_doubles.demander(doubles(), request.POST)
        if question and question.ailleurs:
            messages.info(request, chercher_doubles.RIEN)
            return redirect(question.ailleurs)
        if question and not question.repondue:
            contexte |= {"titre": titre, "form": form, "retour": retour_a, "bouton": bouton, "doubles": question}
            return show(request, FORMULAIRE, contexte | {"question": "famille/agents/_doubles.html"})
        if question and question.connu:
            connu = question.connu
            return form_page(
                request, form, titre=titre, action=lambda: connaitre(connu), succes=succes, retour=retour_a, **contexte
            )
    return form_page(
        request, form, titre=titre, action=action, succes=succes, retour=retour_a, bouton=bouton, **contexte
    )


@page_du_dossier(MODIFIER)
@require_http_methods(["GET", "POST"])
def modifier_foyer(request, pk):
    foyer = portee.lire(request.user, pk)
    form = FoyerForm(saisie(request), instance=foyer)
    return formulaire(
        request, form, titre=f"Modifier le foyer {foyer.nom}", foyer=foyer, succes="Le foyer est enregistré.",
        action=lambda: services.modifier(
            foyer, version=form.cleaned_data["version"], par=request.user, **form.champs()
        ),
    )  # fmt: skip


@page_du_dossier(MODIFIER)
@require_http_methods(["GET", "POST"])
def ajouter_responsable(request, pk):
    foyer = portee.lire(request.user, pk)
    petits = foyer.rattachements.filter(en_cours()).select_related("enfant").order_by("enfant__naissance")
    form = ResponsableForm(saisie(request), enfants=[r.enfant for r in petits])
    return formulaire(
        request, form, titre="Ajouter un adulte", foyer=foyer, bouton="Ajouter", succes="L’adulte est ajouté.",
        action=lambda: services.ajouter_responsable(foyer, par=request.user, liens=form.liens(), **form.champs()),
        doubles=lambda: chercher_doubles.d_adulte(request.user, foyer, **form.champs()),
        connaitre=lambda connu: services.arriver(
            foyer, services.AdulteVoulu("", connu=connu), liens=form.liens(), par=request.user
        ),
    )  # fmt: skip


@page_du_dossier(MODIFIER)
@require_http_methods(["GET", "POST"])
def modifier_responsable(request, pk, responsable_pk):
    foyer = portee.lire(request.user, pk)
    responsable = get_object_or_404(portee.adultes_du(request.user, foyer), pk=responsable_pk)
    form = ResponsableForm(saisie(request), instance=responsable)
    return formulaire(
        request, form, titre=f"Modifier {responsable}", foyer=foyer, succes="Les coordonnées sont enregistrées.",
        action=lambda: services.modifier(
            responsable, version=form.cleaned_data["version"], par=request.user, **form.champs()
        ),
    )  # fmt: skip


@page_du_dossier(MODIFIER)
@require_http_methods(["GET", "POST"])
def ajouter_enfant(request, pk):
    foyer = portee.lire(request.user, pk)
    adultes = [a.responsable for a in foyer.appartenances.filter(en_cours()).select_related("responsable")]
    form = EnfantForm(saisie(request), adultes=adultes, initial={"nom": foyer.nom})

    return formulaire(
        request, form, titre="Ajouter un enfant", foyer=foyer, bouton="Ajouter",
        action=lambda: services.ajouter_enfant(
            foyer, par=request.user, liens=form.liens(), scolarite=form.scolarite(), **form.champs()
        ),
        succes="L’enfant est ajouté.",
        doubles=lambda: chercher_doubles.d_enfant(request.user, foyer, **form.champs()),
        connaitre=lambda connu: services.naitre(
            foyer, services.EnfantVoulu("", connu=connu), liens=form.liens(), par=request.user
        ),
    )  # fmt: skip


@page_du_dossier(MODIFIER)
@require_GET
def chercher_enfant(request, pk):
    """Find a child already known in another home: a child has one record, however many homes."""
    foyer = portee.lire(request.user, pk)
    q = chercher(request)
    trouves = (
        portee.enfants(request.user).recherche(q).exclude(rattachements__in=foyer.rattachements.filter(en_cours()))
    )
    enfants = dossiers.situer(list(trouves[:20]) if q.strip() else [], request.user)
    contexte = {"titre": "Un enfant déjà connu", "foyer": foyer, "q": q, "enfants": enfants}
    return render(request, "famille/agents/chercher_enfant.html", contexte)


@page_du_dossier(MODIFIER)
@require_http_methods(["GET", "POST"])
def rattacher_enfant(request, pk, enfant_pk):
    foyer = portee.lire(request.user, pk)
    enfant = get_object_or_404(portee.enfants(request.user), pk=enfant_pk)
    lies = enfant.liens.filter(en_cours()).values("responsable")
    ici = foyer.appartenances.filter(en_cours()).exclude(responsable__in=lies).select_related("responsable")
    adultes = [a.responsable for a in ici]
    form = RattacherForm(saisie(request), adultes=adultes, initial={"du": clock.aujourdhui()})

    return formulaire(
        request, form, titre=f"Rattacher {enfant} à ce foyer", foyer=foyer, bouton="Rattacher",
        action=lambda: services.accueillir(
            enfant, foyer, par=request.user, du=form.cleaned_data["du"], liens=form.liens()
        ),
        succes=f"{enfant} vit maintenant aussi dans ce foyer. Son autre foyer ne change pas.",
    )  # fmt: skip


@page_du_dossier(MODIFIER)
@require_http_methods(["GET", "POST"])
def modifier_enfant(request, pk, enfant_pk):
    """Correct a child, or the school of the present year."""
    foyer = portee.lire(request.user, pk)
    enfant = get_object_or_404(Enfant.objects.filter(rattachements__foyer=foyer).distinct(), pk=enfant_pk)
    form = EnfantForm(saisie(request), instance=enfant, scolarite=enfant.scolarite_actuelle())

    return formulaire(
        request, form, titre=f"Modifier {enfant}", foyer=foyer, succes="L’enfant est enregistré.",
        action=lambda: services.modifier_enfant(
            enfant, version=form.cleaned_data["version"], par=request.user, scolarite=form.scolarite(),
            **form.champs(),
        ),
    )  # fmt: skip


@page_du_dossier(MODIFIER)
@require_http_methods(["GET", "POST"])
def enregistrer_quotient(request, pk):
    foyer = portee.lire(request.user, pk)
    if not portee.peut_lire_quotient(request.user, foyer):
        raise Http404
    form = QuotientForm(saisie(request), initial={"version": services.version_de(foyer)})

    def action():
        donnees = dict(form.cleaned_data)
        services.enregistrer_quotient(foyer, donnees.pop("valeur"), par=request.user, **donnees)

    return formulaire(
        request, form, titre="Nouveau quotient familial", foyer=foyer, action=action,
        succes="Le quotient est enregistré. Le précédent s’arrête la veille.",
    )  # fmt: skip


@page_du_dossier(MODIFIER)
@require_POST
def adresse_lue(request, pk, responsable_pk):
    """Clear the address that a parent gave, once it was read."""
    responsable = get_object_or_404(portee.adultes_du(request.user, pk), pk=responsable_pk)
    return button(
        request, lambda: services.reprendre_adresse(responsable, lue=request.POST.get("lue", ""), par=request.user),
        succes="C’est noté : l’adresse indiquée a été vue.", vers=reverse("familles:dossier", args=[pk]),
    )  # fmt: skip
