"""The agents' side of the ways in: requests without a key, invitations and letters, one by one or for many."""

import uuid
from datetime import timedelta

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from common import clock, journal
from common.actions import ActionJournal
from common.errors import Refus
from common.staff.forms import button
from common.web.forms import saisie, show
from common.web.http import bouton_sur
from common.words import typo
from common.words.saisie import lire_entier
from commune.models import Service
from espace_prive.famille.acces import portee
from espace_prive.famille.acces.pages import page_du_dossier, pour_tous_les_services
from espace_prive.famille.models import Responsable
from espace_prive.famille.querysets import en_cours
from espace_prive.ouverture import services
from espace_prive.ouverture.agents.section import OUVRIR
from espace_prive.ouverture.enums import EtatDestinataire, GenreEnvoi
from espace_prive.ouverture.forms import EnvoiForm, NouvelleFamilleForm, RefusForm
from espace_prive.ouverture.models import DemandeEspace, Envoi, Liasse
from espace_prive.ouverture.querysets import sans_espace
from espace_prive.ouverture.services.demandes import enfants_connus
from espace_prive.ouverture.services.lettres import lettre_de_cle

PAR_PAGE = 30
RAFRAICHIR_SECONDES = 3
UNE_LECTURE = timedelta(minutes=10)
EXEMPLES = 8


@pour_tous_les_services(OUVRIR)
@require_GET
def demandes(request):
    """The requests that wait, oldest first; or all of them."""
    toutes = request.GET.get("etat") == "toutes"
    lisibles = DemandeEspace.objects.pour_agent(request.user)
    lignes = lisibles if toutes else lisibles.en_attente()
    page = Paginator(lignes, PAR_PAGE).get_page(request.GET.get("page"))
    journal.noter_liste("demandes d’espace", len(page.object_list), par=request.user)
    contexte = {"titre": "Demandes d’espace", "toutes": toutes, "page": page}
    return render(request, "ouverture/agents/demandes.html", contexte)


def _demande(request, pk):
    lisibles = DemandeEspace.objects.pour_agent(request.user)
    return get_object_or_404(lisibles.select_related("responsable", "traitee_par"), pk=pk)


@pour_tous_les_services(OUVRIR)
@require_GET
def demande(request, pk):
    """One request: what was typed, who the town already knows and may be the one, what to do."""
    demandee = _demande(request, pk)
    return _montrer(request, demandee, _nouvelle(request, demandee))


def _nouvelle(request, demandee, saisi=None):
    """The form of a new family, with whom the town knows of it."""
    foyers = services.foyers_connus(demandee, parmi=portee.foyers(request.user))
    return NouvelleFamilleForm(saisi, demande=demandee, connus=enfants_connus(demandee), foyers=foyers)


def _montrer(request, demandee, nouvelle, refus=None):
    # Shown for a refused form too, it is read all the same.
    journal.noter(ActionJournal.CONSULTATION, demandee, par=request.user)
    refus = refus or RefusForm()
    contexte = {
        "titre": f"Demande d’espace – {demandee}",
        "demande": demandee,
        "propositions": services.proposer(demandee, parmi=portee.responsables(request.user)),
        "nouvelle": nouvelle,
        "refus": refus,
    }
    return show(request, "ouverture/agents/demande.html", contexte, nouvelle, refus)


def _faire(request, pk, action, succes):
    """Do what the agent decided; a refusal (already answered, a space already there) is shown on the page."""
    ici = reverse("ouvertures:demande", args=[pk])
    return button(request, action, succes=succes, vers=_son_dossier, sinon=ici)


def _son_dossier(demandee):
    """The file of who asked, once answered; the list for who lives nowhere."""
    foyer = demandee.responsable.foyer_actuel() if demandee.responsable else None
    return reverse("familles:dossier", args=[foyer.pk]) if foyer else reverse("ouvertures:demandes")


@pour_tous_les_services(OUVRIR)
@require_POST
def rattacher(request, pk, responsable_pk):
    """The request comes from this adult: send the invitation."""
    demandee = _demande(request, pk)
    responsable = get_object_or_404(portee.responsables(request.user), pk=responsable_pk)
    return _faire(
        request, pk, lambda: services.accepter(demandee, par=request.user, responsable=responsable),
        f"L’invitation est partie : {responsable} ouvre son espace par le lien reçu.",
    )  # fmt: skip


@pour_tous_les_services(OUVRIR)
@require_POST
def nouvelle_famille(request, pk):
    """Nobody known: create the family file from what was typed, and send the invitation."""
    demandee = _demande(request, pk)
    form = _nouvelle(request, demandee, request.POST)
    if not form.is_valid():
        return _montrer(request, demandee, form)
    return _faire(
        request, pk,
        lambda: services.accepter(
            demandee, par=request.user, foyer=form.foyer(), hors_commune=form.cleaned_data["hors_commune"],
            enfants=form.enfants(),
        ),
        "Le dossier famille est créé et l’invitation est partie.",
    )  # fmt: skip


@pour_tous_les_services(OUVRIR)
@require_POST
def refuser(request, pk):
    demandee, form = _demande(request, pk), RefusForm(request.POST)
    if not form.is_valid():
        return _montrer(request, demandee, _nouvelle(request, demandee), refus=form)
    return _faire(
        request, pk, lambda: services.refuser(demandee, par=request.user, motif=form.cleaned_data["motif"]),
        "La demande est refusée, et la personne prévenue.",
    )  # fmt: skip


def _adulte(foyer_pk, pk):
    return get_object_or_404(
        Responsable.objects.filter(en_cours("appartenances__"), appartenances__foyer=foyer_pk), pk=pk
    )


@bouton_sur("familles:dossier", "foyer_pk")
@page_du_dossier(OUVRIR)
@require_POST
def inviter(request, foyer_pk, pk):
    adulte = _adulte(foyer_pk, pk)
    return button(
        request, lambda: services.inviter(adulte, par=request.user), vers=reverse("familles:dossier", args=[foyer_pk]),
        succes=f"L’invitation est partie à {adulte.email}. Son lien sert une fois, pendant 30 jours.",
    )  # fmt: skip


@bouton_sur("familles:dossier", "foyer_pk")
@page_du_dossier("famille.imprimer_cle")
@require_POST
def cle_de_service(request, foyer_pk, pk):
    """Print the letter of one more key, of a service, for an adult who already has a space."""
    adulte = _adulte(foyer_pk, pk)
    service = get_object_or_404(Service, pk=lire_entier(request.POST.get("service")))
    moi = portee.portee(request.user)
    if not (moi.tous or service.pk in moi.services):
        raise Http404
    cle, ligne = services.emettre_cle(adulte, par=request.user, service=service)
    reponse = HttpResponse(lettre_de_cle(cle, ligne), content_type="application/pdf")
    reponse["Content-Disposition"] = f'inline; filename="cle-{service.code}-{adulte.pk}.pdf"'
    return reponse


@pour_tous_les_services(OUVRIR)
@require_GET
def envois(request):
    """What was sent to many, and who has opened a space since."""
    page = Paginator(Envoi.objects.avec_comptes().select_related("lance_par"), PAR_PAGE)
    adultes = sans_espace()
    contexte = {
        "titre": "Invitations et lettres",
        "page": page.get_page(request.GET.get("page")),
        "sans_espace": adultes.count(),
        "avec_courriel": adultes.exclude(email="").count(),
    }
    return render(request, "ouverture/agents/envois.html", contexte)


def _destinataires(form):
    donnees = form.cleaned_data
    adultes = sans_espace(ecole=donnees["ecole"])
    if donnees["genre"] == GenreEnvoi.INVITATIONS:
        return adultes.exclude(email="")
    return adultes if donnees["aussi_avec_courriel"] else adultes.filter(email="")


def _annonce(nombre, exemples, joignables, lettres):
    """How many would be written to; when nobody, how many could be reached the other way."""
    p = typo.pluriel
    if nombre:
        return "\u00a0: " + ", ".join(map(str, exemples)) + ("…" if nombre > EXEMPLES else ".")
    sans = f". {typo.nombre(joignables)} adulte{p(joignables)} sans espace "
    if joignables and lettres:
        return sans + (
            f"{p(joignables, 'a,ont')} une adresse électronique\u00a0: "
            f"invitez-{p(joignables, 'le,les')} par courriel, "
            f"ou cochez la case pour {p(joignables, 'lui,leur')} écrire aussi une lettre."
        )
    if joignables:
        return sans + f"n’{p(joignables, 'a,ont')} pas d’adresse électronique\u00a0: préparez des lettres."
    return ". Tous ont déjà un espace."


@pour_tous_les_services(OUVRIR)
@require_http_methods(["GET", "POST"])
def nouvel_envoi(request):
    """Choose, see how many, then start."""
    form = EnvoiForm(saisie(request))
    contexte = {"titre": "Inviter des familles", "form": form, "numero": uuid.uuid4()}
    if request.method == "POST" and form.is_valid():
        adultes = _destinataires(form)
        if "lancer" in request.POST:
            try:
                envoi = services.lancer(
                    numero=_numero(request), genre=form.cleaned_data["genre"], responsables=adultes, par=request.user
                )
                return redirect("ouvertures:envoi", envoi.pk)
            except Refus as refus:
                form.add_error(None, refus)
        nombre = adultes.count()
        exemples = list(adultes.exclude(pk__in=portee.adultes_fermes(request.user))[:EXEMPLES])
        journal.noter_liste("familles à inviter", len(exemples), par=request.user)
        lettres = form.cleaned_data["genre"] == GenreEnvoi.LETTRES
        joignables = 0 if nombre else sans_espace(ecole=form.cleaned_data["ecole"]).count()
        annonce = _annonce(nombre, exemples, joignables, lettres)
        contexte |= {"nombre": nombre, "lettres": lettres, "annonce": annonce}
    return show(request, "ouverture/agents/nouvel_envoi.html", contexte)


def _numero(request):
    try:
        return uuid.UUID(request.POST.get("numero", ""))
    except ValueError:
        raise Refus("Cette page n’est plus lisible. Recommencez.", code="illisible") from None


@pour_tous_les_services(OUVRIR)
@require_GET
def envoi(request, pk):
    """How far it is; once done, who has opened a space and who has not."""
    lu = get_object_or_404(Envoi.objects.avec_comptes().select_related("lance_par"), pk=pk)
    fermes = portee.adultes_fermes(request.user)
    lignes = lu.destinataires.exclude(responsable__in=fermes).select_related("responsable__utilisateur")
    if request.GET.get("voir") == "restent":
        lignes = lignes.filter(etat=EtatDestinataire.FAIT).exclude(
            responsable__utilisateur__isnull=False, responsable__utilisateur__a_activer=False
        )
    page = Paginator(lignes, PAR_PAGE).get_page(request.GET.get("page"))
    # The page that follows the work loads itself again and again: one reading.
    journal.noter_liste(f"envoi n° {pk}", len(page.object_list), par=request.user, une_fois_par=UNE_LECTURE)
    contexte = {
        "titre": str(lu),
        "envoi": lu,
        "faits": lu.total - lu.restants,
        "page": page,
        "liasses": lu.liasses.exclude(destinataires__responsable__in=fermes).avec_vivantes().defer("contenu"),
        "numero": uuid.uuid4(),
        "restent": request.GET.get("voir") == "restent",
        "maintenant": clock.maintenant(),
    }
    reponse = render(request, "ouverture/agents/envoi.html", contexte)
    if lu.termine_le is None:
        reponse["Refresh"] = str(RAFRAICHIR_SECONDES)
    return reponse


@pour_tous_les_services(OUVRIR)
@require_POST
def reprendre(request, pk):
    """Start again what stopped."""
    services.reprendre(get_object_or_404(Envoi, pk=pk))
    return redirect("ouvertures:envoi", pk)


@pour_tous_les_services(OUVRIR)
@require_http_methods(["GET", "POST"])
def relancer(request, pk):
    """Write again to those without a space yet: first whom, and which keys stop working; then the button."""
    ancien = get_object_or_404(Envoi, pk=pk, termine_le__isnull=False)
    if request.method == "POST":
        try:
            nouveau = services.relancer(ancien, numero=_numero(request), par=request.user)
        except Refus as refus:
            messages.error(request, refus.phrase)
            return redirect("ouvertures:envoi", pk)
        return redirect("ouvertures:envoi", nouveau.pk)
    adultes = services.a_relancer(ancien)
    nommes = list(adultes.exclude(pk__in=portee.adultes_fermes(request.user)))
    journal.noter_liste(f"à relancer, envoi n° {pk}", len(nommes), par=request.user)
    contexte = {
        "titre": "Écrire de nouveau",
        "envoi": ancien,
        "nombre": adultes.count(),
        "adultes": nommes,
        "condamnees": services.cles_condamnees(ancien),
        "numero": uuid.uuid4(),
    }
    return render(request, "ouverture/agents/relancer.html", contexte)


@pour_tous_les_services("famille.imprimer_cle")
@require_POST
def imprimer(request, pk, rang):
    """The file of one bundle of letters."""
    # A letter gives an address and a key: a colleague prints the bundle that holds one kept from this agent.
    fermes = portee.adultes_fermes(request.user)
    liasse = get_object_or_404(Liasse.objects.exclude(destinataires__responsable__in=fermes), envoi=pk, rang=rang)
    reponse = HttpResponse(services.lettres_de(liasse, par=request.user), content_type="application/pdf")
    reponse["Content-Disposition"] = f'attachment; filename="lettres-{pk}-{rang}.pdf"'
    return reponse


@page_du_dossier("famille.imprimer_cle")
@require_POST
def lettre(request, foyer_pk, pk):
    ici = Responsable.objects.filter(en_cours("appartenances__"), appartenances__foyer=foyer_pk)
    responsable = get_object_or_404(ici, pk=pk)
    try:
        cle, ligne = services.emettre_cle(responsable, par=request.user)
    except Refus as refus:
        messages.error(request, str(refus))
        return redirect("familles:dossier", pk=foyer_pk)
    reponse = HttpResponse(lettre_de_cle(cle, ligne), content_type="application/pdf")
    reponse["Content-Disposition"] = f'inline; filename="cle-enfance-{responsable.pk}.pdf"'
    return reponse
