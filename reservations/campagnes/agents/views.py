"""« Campagnes » in the admin: what is asked, who answered what, the forecast by place and day, reminders by hand."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from common import journal
from common.files import export
from common.staff.forms import button, checked_page, form_page
from common.web.forms import saisie
from common.web.http import agent_requis
from common.words import typo
from commune.models import Lieu
from espace_prive.famille.acces.portee import lisibles_parmi
from espace_prive.famille.models import Enfant, Foyer
from reservations.campagnes import reading
from reservations.campagnes.agents.forms import CampagneForm, SansSaisieForm
from reservations.campagnes.services import campagnes, relances

TENIR = "campagnes.tenir_campagnes"


def _la_campagne(request, pk):
    return get_object_or_404(reading.campagnes_de(request.user).prefetch_related("periodes__activite"), pk=pk)


@agent_requis(TENIR)
@require_GET
def liste(request):
    """The campaigns of the agent's services, the latest to close first."""
    siennes = reading.campagnes_de(request.user)
    return render(request, "campagnes/agents/liste.html", {"titre": "Campagnes", "campagnes": siennes})


@agent_requis(TENIR)
@require_http_methods(["GET", "POST"])
def creer(request):
    form = CampagneForm(saisie(request), agent=request.user)
    return form_page(
        request, form, titre="Nouvelle campagne", retour=reverse("campagnes_agents"), icone="mail",
        chapeau="Les familles des enfants inscrits reçoivent un courriel à l’ouverture, puis les rappels que vous "
        "dites ici tant qu’elles n’ont pas répondu.",
        action=lambda: _ecrire(request, form), vers=lambda c: reverse("campagne_agent", args=[c.pk]),
        succes="La campagne est enregistrée.",
    )  # fmt: skip


@agent_requis(TENIR)
@require_http_methods(["GET", "POST"])
def modifier(request, pk):
    """Change it; closed, another date opens it again."""
    campagne = _la_campagne(request, pk)
    form = CampagneForm(saisie(request), instance=campagne, agent=request.user)
    return form_page(
        request, form, titre=f"Modifier « {campagne.titre} »", retour=reverse("campagne_agent", args=[pk]),
        icone="mail", action=lambda: _ecrire(request, form), succes="La campagne est enregistrée.",
        chapeau="Les réponses déjà données restent.",
    )  # fmt: skip


def _ecrire(request, form):
    """Write it; what it asks about of other services, or of days that are over, stays as it was."""
    return campagnes.enregistrer(form.instance, [*form.cleaned_data["periodes"], *form.gardees], par=request.user)


@agent_requis(TENIR)
@require_GET
def fiche(request, pk):
    """What is asked, the forecast by place and day, who has not answered."""
    campagne = _la_campagne(request, pk)
    cibles = reading.cibles(campagne, agent=request.user)
    prevues = _prevues(campagne, cibles)
    if genre := export.demande(request):
        return _exporter(genre, campagne, prevues, par=request.user)
    muets = _sans_reponse(request.user, campagne, cibles)
    journal.noter_liste(f"campagne {campagne}", len(cibles), par=request.user)
    contexte = {
        "titre": campagne.titre,
        "campagne": campagne,
        "periodes": campagne.periodes.all(),
        "prevues": prevues,
        "muets": muets,
        "relances": campagne.relances.all()[:10],
    }
    return render(request, "campagnes/agents/fiche.html", contexte)


def _prevues(campagne, cibles) -> list[dict]:
    """Give, by place, its days and its counts."""
    prevues = reading.prevision(campagne, cibles)
    lieux = Lieu.objects.in_bulk(prevues)
    return [
        {
            "lieu": lieu,
            "enfants": len(p.enfants),
            "oui": len(p.oui),
            "non": len(p.non),
            "sans": len(p.sans_reponse),
            "jours": [(jour, *p.du_jour(jour)) for jour in sorted({*p.reserves, *p.souhaits})],
        }
        for lieu, p in sorted(((lieux[pk], p) for pk, p in prevues.items()), key=lambda ligne: ligne[0].tri)
    ]


def _exporter(genre, campagne, prevues, *, par):
    colonnes = ("Lieu", "Jour", "Réservés", "Souhaités", "En tout", "Enfants interrogés", "Sans réponse")
    lignes = [
        (p["lieu"].nom, jour, reserves, souhaits, reserves + souhaits, p["enfants"], p["sans"])
        for p in prevues
        for jour, reserves, souhaits in p["jours"]
    ]
    return export.reponse(genre, f"campagne-{campagne.pk}", colonnes, lignes, par=par)


def _sans_reponse(agent, campagne, cibles) -> list[dict]:
    """Give the children for whom nothing was said, with the file of the home where the agent reads it."""
    muettes = reading.sans_reponse(campagne, cibles)
    enfants = Enfant.objects.in_bulk({enfant for enfant, _ in muettes})
    foyers = Foyer.objects.in_bulk({foyer for _, foyer in muettes})
    lisibles = lisibles_parmi(agent, foyers)
    lignes = [
        {"enfant": enfants[enfant], "foyer": foyers[foyer], "lisible": foyer in lisibles} for enfant, foyer in muettes
    ]
    return sorted(lignes, key=lambda ligne: (ligne["enfant"].tri, ligne["enfant"].pk))


@agent_requis(TENIR)
@require_POST
def fermer(request, pk):
    campagne = _la_campagne(request, pk)
    return button(
        request, lambda: campagnes.fermer(campagne, par=request.user), vers=reverse("campagne_agent", args=[pk]),
        succes="La campagne est close : plus personne ne peut répondre, et plus aucun rappel ne part.",
    )  # fmt: skip


@agent_requis(TENIR)
@require_POST
def rouvrir(request, pk):
    campagne = _la_campagne(request, pk)
    return button(
        request, lambda: campagnes.rouvrir(campagne, par=request.user), vers=reverse("campagne_agent", args=[pk]),
        succes="La campagne est rouverte.", sinon=reverse("campagne_agent", args=[pk]),
    )  # fmt: skip


@agent_requis(TENIR)
@require_http_methods(["GET", "POST"])
def relancer(request, pk):
    """First who would get what mail; then it leaves."""
    campagne = _la_campagne(request, pk)
    cibles = reading.cibles(campagne, agent=request.user)
    lettres = relances.a_relancer(campagne, cibles)
    lettre = relances.apercu(campagne, lettres)
    nombre = len(lettres)
    journal.noter_liste(f"relance de {campagne}", nombre, par=request.user)

    def annoncer():
        if not lettre:
            return ["Aucun courriel ne partirait : toutes les familles qui ont une adresse ont répondu."]
        return [
            f"{nombre} courriel{typo.pluriel(nombre)} : {typo.enumeration(str(adulte) for adulte, _ in lettres[:20])}"
            f"{'…' if nombre > 20 else ''}.",
            f"Objet du premier : « {lettre['objet']} ».",
            f"« {campagne.question} Répondez pour {lettre['prenoms']} avant le "
            f"{typo.date_heure(campagne.ferme_le)}. »",
        ]

    return checked_page(
        request, SansSaisieForm(saisie(request)), titre=f"Relancer : {campagne.titre}", bouton="Envoyer",
        retour=reverse("campagne_agent", args=[pk]), annoncer=annoncer, succes="Les courriels partent.",
        action=lambda: relances.relancer_maintenant(campagne, par=request.user, cibles=cibles),
    )  # fmt: skip
