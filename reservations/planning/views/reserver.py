"""« Gérer mes réservations » : the child and the activity, the month to tick, the recap, the confirmation."""

import uuid
from datetime import date

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from common import clock
from common.components.affichage import Lien
from common.errors import Refus
from common.words import typo
from common.words.dates import premier_du_mois
from common.words.saisie import lire_entier, premier_du
from espace_prive.demarches.enums import EtatDemarche
from espace_prive.demarches.models import Demarche
from espace_prive.famille.acces.lectures import noter_lecture_pour_un_parent
from espace_prive.famille.acces.perimetre import perimetre
from reservations.activites.services.places import formule_de
from reservations.planning import reading
from reservations.planning.brouillon import BrouillonDeSession
from reservations.planning.forms import (
    ecrire_ligne,
    lire_jours,
    lire_lignes,
    lire_montant,
    lire_numero,
)
from reservations.planning.mois import Mois
from reservations.planning.recapitulatif import Recapitulatif
from reservations.planning.rules import refuser_ajout, refuser_retrait
from reservations.planning.services import TYPE_ABSENCE, TYPE_RESERVATION, enregistrer_demande
from reservations.planning.situations import InscriptionEtFormule

ETAPES = "Planning|Récapitulatif|Confirmation"
MOIS_A_L_AVANCE = 12
TITRE_REFUS = "Une partie de votre choix n’est pas possible"


def fil(*liens):
    """Give the breadcrumb of this part, ending with ``liens``."""
    debut = [Lien(titre="Mon accueil", url=reverse("accueil:accueil"))]
    return [*debut, Lien(titre="Gérer mes réservations", url=reverse("planning:choisir")), *liens]


def mes_inscriptions(request):
    """Give the registrations that the person may book for, today or later."""
    moi = perimetre(request.user)
    return reading.inscriptions(enfants=moi.enfants, foyers=moi.foyers, du=clock.aujourdhui(), au=date.max)


def poses_de(request, pk):
    """Give the pose of registration ``pk`` and those of the other children for the same activity; 404 else."""
    toutes = mes_inscriptions(request)
    inscription = next((i for i in toutes if i.pk == pk), None)
    if inscription is None:
        raise Http404
    formule = formule_de(inscription.activite_id)
    if formule is None:
        raise Http404
    if request.method == "GET":
        noter_lecture_pour_un_parent(inscription.enfant, par=request.user)
    memes = [i for i in toutes if i.activite_id == inscription.activite_id and i.pk != pk]
    # Another home of the same child is not another child.
    return InscriptionEtFormule(inscription, formule), [
        InscriptionEtFormule(i, formule) for i in memes if i.enfant_id != inscription.enfant_id
    ]


@require_GET
def choisir(request):
    """Choose the child and the activity."""
    contexte = {
        "titre": "Gérer mes réservations",
        "chapeau": "Choisissez l’enfant et l’activité.",
        "inscriptions": mes_inscriptions(request),
        "fil": [Lien(titre="Mon accueil", url=reverse("accueil:accueil")), Lien(titre="Gérer mes réservations")],
    }
    return render(request, "reservations/choisir.html", contexte)


@require_GET
def commencer(request, pk):
    """Explain the steps; start with an empty draft."""
    pose, _ = poses_de(request, pk)
    BrouillonDeSession.oublier(request.session, pose.inscription)
    premier = premier_du_mois(clock.aujourdhui())
    contexte = {
        "titre": f"{pose.formule.activite.nom} – {pose.enfant.prenom}",
        "titre_page": f"Réserver : {pose.formule.activite.nom} – {pose.enfant.prenom}",
        "pose": pose,
        "mois_url": reverse("planning:mois", args=[pk, premier.year, premier.month]),
        "fil": fil(Lien(titre=pose.enfant.prenom)),
    }
    return render(request, "reservations/commencer.html", contexte)


@require_http_methods(["GET", "POST"])
def mois(request, pk, annee, mois):
    """Tick and untick the days of a month; the draft follows from month to month."""
    pose, autres = poses_de(request, pk)
    courant = premier_du_mois(clock.aujourdhui())
    premier = premier_du(annee, mois)
    if premier is None or not courant <= premier <= premier_du_mois(courant, MOIS_A_L_AVANCE):
        raise Http404
    brouillon = BrouillonDeSession.lire(request.session, pose.inscription)
    refus, illisible = [], ""
    if request.method == "POST":
        try:
            refus = _noter(request, pose, autres, premier, brouillon)
        except Refus as faute:
            refus, illisible = [faute.phrase], faute.phrase
        brouillon.garder(request.session, pose.inscription)
        if not refus:
            suite = _suite(request, pk, premier, brouillon)
            if suite:
                return redirect(suite)
            refus = ["Vous n’avez rien changé. Cochez ou décochez au moins un jour."]
    page = Mois(pose, premier, brouillon)
    contexte = {
        "titre": f"{pose.formule.activite.nom} – {pose.enfant.prenom}",
        "titre_page": f"{pose.formule.activite.nom} – {pose.enfant.prenom}, {typo.mois_annee(premier)}",
        "erreurs": refus,
        "pose": pose,
        "autres": autres,
        "page": page,
        "brouillon": brouillon,
        "refus": refus,
        "illisible": illisible,
        "titre_refus": "La page envoyée n’est pas lisible" if illisible else TITRE_REFUS,
        "etapes": ETAPES,
        "precedent": premier_du_mois(premier, -1) if premier > courant else None,
        "suivant": premier_du_mois(premier, 1) if premier < premier_du_mois(courant, MOIS_A_L_AVANCE) else None,
        "ailleurs": _ailleurs(brouillon, premier),
        "fil": fil(Lien(titre=pose.enfant.prenom)),
    }
    return render(request, "reservations/mois.html", contexte, status=422 if refus else 200)


def _noter(request, pose, autres, premier, brouillon):
    """Read what was ticked into the draft; give the sentences of what cannot be, day by day.

    Raise Refus(code="illisible") for what no page of ours sends.
    """
    coches = lire_jours(request.POST.getlist("jour"))
    etaient = lire_jours(request.POST.getlist("etait"))
    brouillon.aussi = {a.inscription.pk for a in autres} & {lire_entier(v) for v in request.POST.getlist("aussi")}
    situations = Mois(pose, premier, brouillon).situations
    phrases, ajouts, retraits = [], set(), set()
    for jours, garde, juge in (
        (coches - etaient, ajouts, refuser_ajout),
        (etaient - coches, retraits, refuser_retrait),
    ):
        for jour in sorted(jours):
            if (jour.year, jour.month) != (premier.year, premier.month):
                phrases.append(f"Le {typo.date_longue(jour)} n’est pas dans le mois affiché.")
                continue
            non = juge(situations.de(pose, jour))
            if non:
                phrases.append(non.phrase)
            else:
                garde.add(jour)
    brouillon.remplacer_mois(premier, ajouts=ajouts, retraits=retraits)
    return phrases


def _suite(request, pk, premier, brouillon):
    """Give where the pressed button leads; None when there is nothing to recapitulate."""
    vers = request.POST.get("vers", "")
    if vers in ("precedent", "suivant"):
        cible = premier_du_mois(premier, 1 if vers == "suivant" else -1)
        return reverse("planning:mois", args=[pk, cible.year, cible.month])
    return None if brouillon.vide else reverse("planning:recapitulatif", args=[pk])


def _ailleurs(brouillon, premier):
    """Count the changes ticked in other months: they are part of the request too."""
    return sum(1 for j in brouillon.ajouts | brouillon.retraits if (j.year, j.month) != (premier.year, premier.month))


@require_http_methods(["GET", "POST"])
def recapitulatif(request, pk):
    """Show what will change and for how much; validate."""
    pose, autres = poses_de(request, pk)
    phrase = ""
    if request.method == "POST":
        try:
            demarche = _valider(request, pose, autres)
        except Refus as refus:
            if refus.code == "etranger":
                raise Http404 from None
            phrase = refus.phrase
        else:
            BrouillonDeSession.oublier(request.session, pose.inscription)
            return redirect("planning:confirmation", demarche.numero)
    brouillon = BrouillonDeSession.lire(request.session, pose.inscription)
    if brouillon.vide:
        messages.info(request, phrase or "Votre planning ne contient aucune modification à valider.")
        return redirect("planning:commencer", pk)
    recap = Recapitulatif(pose, [a for a in autres if a.inscription.pk in brouillon.aussi], brouillon)
    premier = min(brouillon.ajouts | brouillon.retraits)
    contexte = {
        "titre": "Récapitulatif de votre demande",
        "recap": recap,
        "lignes_cachees": [ecrire_ligne(r.souhait) for r in recap.acceptees],
        "numero": uuid.uuid4(),
        "phrase": phrase,
        "etapes": ETAPES,
        "retour": reverse("planning:mois", args=[pk, premier.year, premier.month]),
        "fil": fil(Lien(titre="Récapitulatif")),
    }
    return render(request, "reservations/recapitulatif.html", contexte, status=422 if phrase else 200)


def _valider(request, pose, autres):
    poses = {p.inscription.pk: p for p in [pose, *autres]}
    souhaits = lire_lignes(request.POST.getlist("ligne"), poses)
    return enregistrer_demande(
        souhaits,
        numero=lire_numero(request.POST.get("numero")),
        foyer=pose.inscription.payeur.foyer,
        auteur=request.user,
        montant_vu=lire_montant(request.POST.get("montant")),
    )


@require_GET
def confirmation(request, numero):
    """« Nous avons bien enregistré votre demande »."""
    demarche = get_object_or_404(
        Demarche.objects.pour(request.user).select_related("service", "auteur", "au_nom_de"),
        numero=numero, type__in=(TYPE_RESERVATION, TYPE_ABSENCE),
    )  # fmt: skip
    absence = demarche.type != TYPE_RESERVATION
    contexte = {
        "titre": "Votre demande n’a pas pu être acceptée"
        if demarche.etat == EtatDemarche.REFUSEE
        else "Nous avons bien enregistré votre demande",
        "demarche": demarche,
        "etapes": "" if absence else ETAPES,
        "refusees": demarche.lignes_refusees,
        "fil": fil(Lien(titre="Confirmation")),
    }
    return render(request, "reservations/confirmation.html", contexte)
