"""The agents' side: the changes that wait, answered one by one; each child's file; what they correct themselves."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from common import journal
from common.errors import Refus
from common.web.http import agent_requis
from espace_prive.documents.reponses import repondre
from espace_prive.famille.acces import portee
from espace_prive.famille.acces.lectures import noter_ouverture
from espace_prive.famille.acces.pages import page_du_dossier
from espace_prive.famille.agents.liens import enfant_de
from espace_prive.famille.agents.views import CONSULTER, MODIFIER
from espace_prive.famille.enums import Rubrique
from espace_prive.modifications import fiches, instruction, reading
from espace_prive.modifications.agents.forms import ReponseForm
from espace_prive.modifications.models import OUVERTES, Modification
from espace_prive.modifications.types.garde import bilan, ce_qui_est_passe, lire_lignes
from espace_prive.modifications.types.registre import GENRES

PAR_PAGE = 30
PREVENUE = "Réponse enregistrée. La famille est prévenue par courriel."
SANS_ADRESSE = "Réponse enregistrée. La personne n’a pas d’adresse électronique : prévenez-la autrement."


@agent_requis(MODIFIER)
@require_GET
def attente(request):
    """All the changes that wait, oldest first."""
    lignes = reading.en_attente_pour(request.user)
    lignes = lignes.select_related("demarche__foyer", "demarche__auteur", "demarche__au_nom_de", "enfant")
    page = Paginator(lignes, PAR_PAGE).get_page(request.GET.get("page"))
    journal.noter_liste("changements à vérifier", len(page.object_list), par=request.user)
    contexte = {"titre": "Changements à vérifier", "page": page}
    return render(request, "modifications/agents/attente.html", contexte)


def _modification(request, foyer_pk, pk):
    """Give a change of that household; the health of a child is for who may read it."""
    modification = get_object_or_404(
        Modification.objects.exclude(enfant__in=portee.ecartes(request.user)).select_related(
            "demarche__foyer", "demarche__auteur__responsable", "demarche__au_nom_de", "demarche__service", "enfant",
            "piece",
        ),
        pk=pk, demarche__foyer=foyer_pk,
    )  # fmt: skip
    if not reading.peut_ouvrir(request.user, modification):
        raise Http404
    return modification


@page_du_dossier(MODIFIER)
@require_http_methods(["GET", "POST"])
def traiter(request, foyer_pk, pk):
    """One change: from, to, what changed meanwhile; accept, or refuse with the reason."""
    modification = _modification(request, foyer_pk, pk)
    cible = instruction.cible_de(modification)
    genre = GENRES[modification.genre]
    ouverte = modification.demarche.etat in OUVERTES
    form = ReponseForm(
        request.POST if request.method == "POST" else None, genre=genre,
        initial={"version": genre.version(cible) if cible else 0},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            form.repondre(modification, par=request.user)
        except (Refus, ValidationError) as refus:
            form.add_error(None, refus)
            form.data = form.data.copy() | {"version": genre.version(cible) if cible else 0}
        else:
            messages.success(request, PREVENUE if modification.demarche.adresse_de_reponse else SANS_ADRESSE)
            return redirect("familles:dossier", pk=foyer_pk)
    if modification.rubrique == Rubrique.SANTE:
        noter_ouverture(modification.enfant, par=request.user, quoi="fiche sanitaire")
    etapes = list(modification.demarche.evenements.select_related("par"))
    contexte = {
        "titre": modification.demarche.titre, "modification": modification, "foyer": modification.demarche.foyer,
        "lignes": lire_lignes(
            modification, instruction.comparer(modification, cible) if cible and ouverte else modification.lignes
        ),
        "passe": ce_qui_est_passe(modification), "form": form, "ouverte": ouverte, "genre": genre, "cible": cible,
        "ressemblances": (
            instruction.ressemblances(modification, cible, agent=request.user) if cible and ouverte else []
        ),
        "qui_lira": reading.qui_lira(modification) if ouverte else "",
        "etapes": etapes, "bilan": bilan(modification, etapes),
    }  # fmt: skip
    return render(request, "modifications/agents/traiter.html", contexte)


@page_du_dossier(MODIFIER)
@require_GET
def piece(request, foyer_pk, pk):
    """The document that came with a change; its opening is noted."""
    modification = _modification(request, foyer_pk, pk)
    if modification.piece is None:
        raise Http404
    cible = modification.enfant or modification.demarche.foyer
    noter_ouverture(cible, par=request.user, quoi=f"document joint : {modification.demarche.titre}"[:300])
    return repondre(modification.piece)


@page_du_dossier(CONSULTER)
@require_GET
def enfant(request, foyer_pk, pk):
    """A child's file: entourage, authorisations, and the health sheet for who may read it."""
    foyer = portee.lire(request.user, foyer_pk)
    petit = enfant_de(foyer, pk)
    contexte = {
        "titre": f"Dossier – {petit}", "foyer": foyer, "enfant": petit,
        "proches": petit.proches.en_vigueur().select_related("foyer"),
        "autorisations": reading.autorisations_de(petit),
        "scolarites": petit.scolarites.select_related("annee", "ecole__lieu").order_by("-annee__du"),
        "peut_modifier": request.user.has_perm(MODIFIER), "peut_soigner": portee.peut_soigner(request.user, petit),
    }  # fmt: skip
    if contexte["peut_soigner"]:
        fiche = reading.fiche_de(petit)
        parties = [(GENRES[code], lignes) for code, lignes in fiches.sante(fiche).items()]
        contexte |= {"fiche": fiche, "sante": parties, "manques": reading.manques_de(fiche)}
        noter_ouverture(petit, par=request.user, quoi="fiche sanitaire")
    return render(request, "modifications/agents/enfant.html", contexte)


@page_du_dossier(portee.SANTE)
@require_GET
def pai(request, foyer_pk, pk):
    """The document of the PAI; its opening is noted."""
    petit = enfant_de(portee.lire(request.user, foyer_pk), pk)
    if not portee.peut_soigner(request.user, petit):
        raise Http404
    document = reading.fiche_de(petit).pai_document
    if document is None:
        raise Http404
    noter_ouverture(petit, par=request.user, quoi="document du PAI")
    return repondre(document)


@page_du_dossier(MODIFIER)
@require_http_methods(["GET", "POST"])
def corriger(request, foyer_pk, genre, pk):
    """Change one thing of the file for the family; at once."""
    foyer = portee.lire(request.user, foyer_pk)
    genre = GENRES.get(genre)
    if genre is None or genre.code in ("situation", "enfant", "quotient", "garde"):
        raise Http404
    cible = get_object_or_404(genre.agents(foyer).distinct(), pk=pk)
    if genre.rubrique == Rubrique.SANTE and not portee.peut_soigner(request.user, cible):
        raise Http404
    if genre.rubrique in reading.DU_PRIX and not portee.peut_lire_quotient(request.user, foyer):
        raise Http404
    recu = request.method == "POST"
    form = genre.form(
        request.POST if recu else None, request.FILES if recu else None, cible=cible,
        initial=genre.initial(cible) | ({} if recu else {"version": genre.version(cible)}),
        enfants=genre.enfants(cible, request.user),
    )  # fmt: skip
    retour = _retour(foyer, genre, cible)
    if recu and form.is_valid():
        try:
            instruction.corriger(genre, cible, form, par=request.user)
        except ValidationError as refus:
            form.add_error(None, refus)
        else:
            messages.success(request, "C’est enregistré.")
            return redirect(retour)
    if genre.rubrique == Rubrique.SANTE:
        noter_ouverture(cible, par=request.user, quoi="fiche sanitaire")
    contexte = {"titre": genre.intitule(cible), "form": form, "retour": retour, "foyer": foyer}
    return render(request, "modifications/agents/corriger.html", contexte)


def _retour(foyer, genre, cible):
    if genre.enfant(cible):
        return reverse("changements:enfant", args=[foyer.pk, cible.pk])
    return reverse("familles:dossier", args=[foyer.pk])
