"""The parent's file: the family, the entourage, each child, and the changes asked for."""

import uuid

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from common import clock
from common.components.affichage import Etape, Lien
from common.errors import Refus
from common.web.http import recoit_des_fichiers
from common.words.saisie import lire_entier
from espace_prive.documents.reponses import repondre
from espace_prive.famille.acces.lectures import noter_lecture_pour_un_parent, noter_ouverture
from espace_prive.famille.acces.perimetre import perimetre
from espace_prive.famille.enums import Mode, Rubrique
from espace_prive.famille.models import Enfant, Foyer, Responsable
from espace_prive.famille.services import rubriques
from espace_prive.garde import presentation
from espace_prive.garde.planche import rubans
from espace_prive.modifications import fiches, instruction, reading, services
from espace_prive.modifications.models import OUVERTES, Modification
from espace_prive.modifications.types.garde import bilan, ce_qui_est_passe, lire_lignes
from espace_prive.modifications.types.registre import GENRES

ACCUEIL = Lien(titre="Mon accueil", url="/espace/")


def _fil(*liens):
    return [ACCUEIL, *liens]


def _ma_famille():
    return Lien(titre="Ma famille", url=reverse("modifications:ma_famille"))


@require_GET
def ma_famille(request):
    """Who lives here, how to reach them, the quotient, what waits for an answer, what to confirm this year."""
    moi = perimetre(request.user)
    foyer = Foyer.objects.pour(moi).first()
    enfants = list(Enfant.objects.pour(moi))
    confies = [e for e in enfants if e.pk in moi.confies]
    contexte = {
        "titre": "Ma famille",
        "foyer": foyer,
        "adultes": Responsable.objects.pour(moi),
        "enfants": enfants,
        "rubans": rubans(enfants, moi),
        "coordonnees": fiches.foyer(foyer) if foyer else [],
        "allocataire": fiches.allocataire(foyer) if foyer else [],
        "quotients": list(foyer.quotients.all()[:12]) if foyer else [],
        "aujourdhui": clock.aujourdhui(),
        "attente": reading.en_attente(moi),
        "confirmer": reading.a_confirmer(foyer, confies),
        "fil": _fil(Lien(titre="Ma famille")),
    }
    return render(request, "modifications/ma_famille.html", contexte)


@require_GET
def entourage(request):
    """Whom to call, who may fetch the children, who must not."""
    moi = perimetre(request.user)
    proches = reading.proches_de(moi)
    for petit in {e.pk: e for p in proches for e in p.visibles}.values():
        noter_lecture_pour_un_parent(petit, par=request.user)
    contexte = {
        "titre": "Entourage",
        "chapeau": "Les personnes à appeler, et celles qui viennent chercher vos enfants.",
        "proches": proches,
        "aujourdhui": clock.aujourdhui(),
        "foyer": Foyer.objects.pour(moi).first(),
        "peut_ajouter": bool(moi.confies and moi.foyers),
        "fil": _fil(_ma_famille(), Lien(titre="Entourage")),
    }
    return render(request, "modifications/entourage.html", contexte)


@require_GET
def enfant(request, pk):
    """A child's file: at whose home, school, health, authorisations, entourage."""
    moi = perimetre(request.user)
    petit = get_object_or_404(Enfant.objects.pour(moi), pk=pk)
    confie = petit.pk in moi.confies
    contexte = {
        "titre": f"Dossier – {petit.prenom}",
        "enfant": petit,
        "confie": confie,
        "aujourdhui": clock.aujourdhui(),
        "scolarite": petit.scolarite_actuelle(),
        "garde": presentation.vue_de(petit, moi),
        "rubans": rubans([petit], moi),
        "foyer": Foyer.objects.pour(moi).first(),
        "fil": _fil(Lien(titre=petit.prenom, url=reverse("accueil:enfant", args=[petit.pk])), Lien(titre="Dossier")),
    }
    noter_lecture_pour_un_parent(petit, par=request.user, quoi="fiche sanitaire" if confie else "")
    if confie:
        fiche = reading.fiche_de(petit)
        contexte |= {
            "fiche": fiche,
            "sante": fiches.sante(fiche),
            "manques": reading.manques_de(fiche),
            "autorisations": reading.autorisations_de(petit),
            "proches": reading.proches_de(moi, enfant=petit),
            "attente": [m for m in reading.en_attente(moi) if m.enfant_id == petit.pk],
            "confirmer": reading.a_confirmer(None, [petit]),
        }
    return render(request, "modifications/enfant.html", contexte)


@require_GET
def pai(request, pk):
    """The document of the PAI, for who has parental authority; each opening is noted."""
    petit = get_object_or_404(Enfant.objects.confies_a(request.user), pk=pk)
    piece = reading.fiche_de(petit).pai_document
    if piece is None:
        raise Http404
    noter_ouverture(petit, par=request.user, quoi="document du PAI")
    return repondre(piece)


@recoit_des_fichiers
@require_http_methods(["GET", "POST"])
def changer(request, genre, pk):
    """Change one thing of the file: at once, or after an agent has read it, and the page says which."""
    genre = GENRES.get(genre)
    if genre is None:
        raise Http404
    acteur = request.user
    cible = get_object_or_404(genre.parents(acteur), pk=pk)
    recu = request.method == "POST"
    form = genre.form(
        request.POST if recu else None, request.FILES if recu else None, cible=cible,
        initial=genre.initial(cible) | ({} if recu else {"version": genre.version(cible)}),
        enfants=genre.enfants(cible, acteur),
    )  # fmt: skip
    if recu and form.is_valid() and (suite := _proposer(request, genre, cible, form)):
        return suite
    _noter_la_lecture(request, genre.rubrique, genre.enfant(cible))
    mode, moi = rubriques.regles()[genre.rubrique], perimetre(acteur)
    attente = None if genre.ajout else instruction.en_attente_sur(genre, cible)
    contexte = {
        "titre": genre.intitule(cible), "form": form, "genre": genre, "cible": cible, "numero": _numero(request),
        "verifie": mode == Mode.DEMANDE, "attente": attente,
        "attente_page": reading.page_d_une_demande(moi, attente.demarche) if attente else "",
        "attente_sienne": attente is not None and attente.demarche.est_de(moi),
        "retour": _retour(genre, cible), "fil": _fil(_ma_famille(), Lien(titre=genre.titre)),
    }  # fmt: skip
    return render(request, "modifications/changer.html", contexte)


def _noter_la_lecture(request, rubrique, enfant):
    """An agent in the place of a parent reads this section of a child's file."""
    if enfant:
        quoi = "fiche sanitaire" if rubrique == Rubrique.SANTE else ""
        noter_lecture_pour_un_parent(enfant, par=request.user, quoi=quoi)


def _numero(request):
    """Give the number of the request that this page makes: the one it was sent with, or a new one."""
    try:
        return uuid.UUID(request.POST.get("numero", ""))
    except ValueError:
        return uuid.uuid4()


def _proposer(request, genre, cible, form):
    """Apply or keep; give where to go, or None when it is refused (the form then says why)."""
    foyer = Foyer.objects.pour(request.user).first()
    try:
        if not instruction.changes(genre, form) and not form.cleaned_data.get("piece"):
            messages.info(request, "Rien n’a changé.")
            return redirect(_retour(genre, cible))
        demande = instruction.proposer(genre, cible, form, acteur=request.user, foyer=foyer, numero=_numero(request))
    except Refus as refus:
        form.add_error(None, refus)
        return None
    if demande is None:
        messages.success(request, genre.succes)
        if reste := genre.reste_a_faire(cible):
            messages.warning(request, reste)
        return redirect(_retour(genre, cible))
    messages.success(request, genre.confirmation)
    return redirect("modifications:demande", numero=demande.demarche.numero)


def _retour(genre, cible):
    """Give the page that shows what was changed."""
    if genre.rubrique == Rubrique.ENTOURAGE:
        return reverse("modifications:entourage")
    if genre.enfant(cible):
        return reverse("modifications:enfant", args=[cible.pk])
    if isinstance(cible, Responsable):
        return reverse("famille:responsable", args=[cible.pk])
    return reverse("modifications:ma_famille")


@require_http_methods(["GET", "POST"])
def demande(request, numero):
    """A change that was asked for: what, where it stands; whose request it is may take it back."""
    moi = perimetre(request.user)
    lues = Modification.objects.pour(moi).select_related(
        "demarche__service", "demarche__au_nom_de", "demarche__auteur__responsable", "enfant", "piece"
    )
    modification = get_object_or_404(lues, demarche__numero=numero)
    demarche = modification.demarche
    sienne = demarche.est_de(moi)
    annulable = demarche.etat in OUVERTES and sienne
    if request.method == "POST":
        return _annuler(request, modification, annulable)
    passe, etapes = ce_qui_est_passe(modification), list(demarche.evenements.all())
    _noter_la_lecture(request, modification.rubrique, modification.enfant)
    contexte = {
        "titre": demarche.titre, "titre_page": f"Demande : {demarche.titre}", "demarche": demarche,
        "sujet": "Ce que vous avez demandé" if sienne else "Ce qui est demandé",
        "lignes": lire_lignes(modification, modification.lignes, miens=moi.foyers),
        "annulable": annulable, "passe": passe,
        "piece": modification.piece,
        "etapes": [Etape(titre=e.get_vers_display(), le=e.le, texte=e.motif) for e in etapes],
        "bilan": bilan(modification, etapes),
        "fil": _fil(_ma_famille(), Lien(titre="Ma demande")),
    }  # fmt: skip
    return render(request, "modifications/demande.html", contexte)


def _annuler(request, modification, annulable):
    """Whose request it is takes it back."""
    try:
        if not annulable:
            raise Refus("Cette demande a déjà une réponse : elle ne s’annule plus.", code="repondue")
        services.annuler(modification, par=request.user)
        messages.success(request, "Votre demande est annulée. Rien n’a changé dans votre dossier.")
    except Refus as refus:  # an agent may answer between the page and the button
        messages.info(request, refus.phrase)
    return redirect("modifications:demande", numero=modification.demarche.numero)


@require_POST
def confirmer(request):
    """« Rien n’a changé » for a section of the household or of a child."""
    moi = perimetre(request.user)
    pk, rubrique = lire_entier(request.POST.get("pk")), request.POST.get("rubrique")
    if request.POST.get("objet") == "enfant":
        objet = get_object_or_404(Enfant.objects.confies_a(moi), pk=pk)
    else:
        objet = get_object_or_404(Foyer.objects.pour(moi), pk=pk)
    try:
        rubriques.confirmer(objet, rubrique, par=request.user)
    except Refus as refus:
        raise Http404 from refus
    messages.success(request, "C’est noté, merci : rien n’a changé.")
    return redirect("modifications:ma_famille")
