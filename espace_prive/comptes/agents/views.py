"""The administrators' screens: accounts of families, sessions to close, a second factor that its owner lost."""

from django import forms
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from common import journal
from common.actions import ActionJournal
from common.forms import Formulaire
from common.staff.forms import form_page
from common.web.forms import saisie
from common.web.http import agent_requis
from common.words.saisie import lire_texte
from espace_prive.comptes import services
from espace_prive.comptes.forms import ServicesForm

MODIFIER = "comptes.change_utilisateur"
PAR_PAGE = 25
SERVICES = (
    "« Tout le service » : toutes ses familles. Un lieu : les familles des enfants qui y sont inscrits ou scolarisés. "
    "Dans les deux cas, les messages du service. Sans rien de coché, les rôles « Agents d’un service » et "
    "« Responsables de service » ne lisent aucune famille ; le guichet unique les lit toutes, quoi que vous cochiez."
)


class MotifForm(Formulaire):
    motif = forms.CharField(
        label="Motif",
        max_length=300,
        help_text="Par exemple : « Téléphone perdu, identité vérifiée au bureau ». Gardé dans le journal.",
        error_messages={"required": "Dites pourquoi, et comment vous avez reconnu la personne."},
    )


@agent_requis(MODIFIER)
@require_GET
def liste(request):
    """The accounts of families: all, or those that the search keeps."""
    q = lire_texte(request.GET.get("q"))
    page = Paginator(services.comptes_des_familles(q, agent=request.user), PAR_PAGE).get_page(request.GET.get("page"))
    journal.noter_liste("comptes des familles", len(page.object_list), par=request.user)
    return render(request, "comptes/agents/liste.html", {"titre": "Comptes des familles", "q": q, "page": page})


def _famille(request, pk):
    return _lu(request, get_object_or_404(services.comptes_pour(request.user), pk=pk, is_staff=False))


def _lu(request, personne):
    """Record who reads the account of a parent; a form is recorded by its service, or shown again below."""
    if request.method == "GET":
        _noter_la_lecture(request, personne)
    return personne


def _noter_la_lecture(request, personne):
    if not personne.is_staff:
        journal.noter(ActionJournal.CONSULTATION, personne, par=request.user)


@agent_requis(MODIFIER)
@require_GET
def compte(request, pk):
    """One account of a family: how it is protected, where it is open, what can be done."""
    personne = _famille(request, pk)
    contexte = {
        "titre": personne.get_full_name() or str(personne),
        "personne": personne,
        "sessions": services.sessions_de(personne),
        "restants": services.codes_restants(personne),
        "changement": services.changement_en_cours(personne),
    }
    return render(request, "comptes/agents/compte.html", contexte)


def _personne(request, pk):
    personne = get_object_or_404(services.comptes_pour(request.user), pk=pk)
    if personne.is_superuser and not request.user.is_superuser:
        raise Http404
    return _lu(request, personne)


def _formulaire(request, personne, form, *, titre, **options):
    """Show a form about the account, which comes back to its page; shown again, it is read once more."""
    retour = reverse("wagtailusers_users:edit" if personne.is_staff else "comptes_familles:compte", args=[personne.pk])
    titre = f"{titre} – {personne.get_full_name() or personne}"
    page = form_page(request, form, titre=titre, retour=retour, **options)
    if page.status_code == 422:
        _noter_la_lecture(request, personne)
    return page


def _avec_motif(request, personne, *, service, **options):
    """Ask why, and do it."""
    form = MotifForm(saisie(request))
    return _formulaire(
        request, personne, form, action=lambda: service(personne, par=request.user, motif=form.cleaned_data["motif"]),
        **options,
    )  # fmt: skip


@agent_requis(MODIFIER)
@require_http_methods(["GET", "POST"])
def retirer_second_facteur(request, pk):
    """Remove a second factor that its owner lost."""
    personne = _personne(request, pk)
    suite = (
        "À sa prochaine connexion, après son mot de passe, elle prépare une nouvelle application."
        if personne.is_staff
        else "Son mot de passe suffit de nouveau, jusqu’à ce qu’elle remette un second facteur."
    )
    return _avec_motif(
        request, personne, service=services.retirer_second_facteur, titre="Retirer le second facteur",
        chapeau=f"La personne est prévenue par courriel et déconnectée partout. {suite} Assurez-vous que c’est bien "
        "elle qui vous le demande.",
        bouton="Retirer le second facteur",
        succes="Le second facteur est retiré. La personne est prévenue par courriel.",
    )  # fmt: skip


@agent_requis(MODIFIER)
@require_http_methods(["GET", "POST"])
def changer_services(request, pk):
    """Choose the services, or the places of a service, whose families a member of the staff reads."""
    personne = _personne(request, pk)
    if not personne.is_staff:
        raise Http404
    form = ServicesForm(saisie(request), paires=services.habilitations_de(personne))
    return _formulaire(
        request, personne, form, titre="Services et lieux", chapeau=SERVICES,
        action=lambda: services.habiliter(
            personne, form.paires(), connues=form.cleaned_data["connues"] or (), par=request.user
        ),
        succes="Les services et les lieux sont enregistrés.",
    )  # fmt: skip


@agent_requis(MODIFIER)
@require_http_methods(["GET", "POST"])
def fermer_sessions(request, pk):
    return _avec_motif(
        request, _personne(request, pk), service=services.deconnecter_partout, titre="Déconnecter partout",
        chapeau="Tous les appareils de la personne sont déconnectés aussitôt. Elle peut se reconnecter.",
        bouton="Déconnecter partout", succes="La personne est déconnectée de tous ses appareils.",
    )  # fmt: skip


@agent_requis(MODIFIER)
@require_http_methods(["GET", "POST"])
def fermer(request, pk):
    return _avec_motif(
        request, _famille(request, pk), service=services.fermer_compte,
        titre="Fermer le compte",
        chapeau="La personne est déconnectée aussitôt, ne peut plus se connecter, et un courriel le lui dit sans "
        "donner le motif. Son dossier reste entier.",
        bouton="Fermer le compte", succes="Le compte est fermé.",
    )  # fmt: skip


@agent_requis(MODIFIER)
@require_http_methods(["GET", "POST"])
def rouvrir(request, pk):
    return _avec_motif(
        request, _famille(request, pk), service=services.rouvrir_compte,
        titre="Rouvrir le compte",
        chapeau="La personne peut se connecter de nouveau, avec le même mot de passe. Un courriel le lui dit.",
        bouton="Rouvrir le compte", succes="Le compte est rouvert.",
    )  # fmt: skip
