"""The page of an adult of the household."""

from dataclasses import replace

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from common.components.affichage import Lien, LigneFiche
from common.words import typo
from commune.services import service_a_appeler
from espace_prive.famille.models import Responsable

ACCUEIL = Lien(titre="Mon accueil", url="/espace/")


@require_GET
def responsable(request, pk):
    personne = get_object_or_404(Responsable.objects.pour(request.user), pk=pk)
    pour = request.user.agit_pour
    soi = personne == pour if pour else personne.utilisateur_id == request.user.pk
    foyer = personne.foyer_actuel()
    coordonnees = [
        LigneFiche(libelle="Adresse", valeur=foyer.en_une_ligne if foyer else ""),
        LigneFiche(libelle="Téléphone mobile", valeur=typo.d_un_tenant(personne.mobile)),
        LigneFiche(libelle="Téléphone fixe", valeur=typo.d_un_tenant(personne.telephone)),
    ]
    identite = [LigneFiche(libelle="Civilité", valeur=personne.get_civilite_display())]
    identite += [LigneFiche(libelle="Nom usuel", valeur=personne.nom)]
    if soi:
        identite += [LigneFiche(libelle="Nom de naissance", valeur=personne.nom_naissance)]
        changer = reverse("modifications:changer", args=["coordonnees", personne.pk])
        coordonnees += [LigneFiche(libelle="Adresse électronique", valeur=personne.email)]
        coordonnees = [replace(ligne, url=changer) for ligne in coordonnees]
        if foyer:
            coordonnees[0] = replace(coordonnees[0], url=reverse("modifications:changer", args=["adresse", foyer.pk]))
    identite += [LigneFiche(libelle="Prénom(s)", valeur=personne.prenoms)]
    contexte = {
        "titre": "Mes coordonnées" if soi else str(personne),
        "personne": personne,
        "soi": soi,
        "identite": identite,
        "coordonnees": coordonnees,
        "liens": personne.liens_avec(request.user),
        "foyer": foyer,
        "service": service_a_appeler(),
        "fil": [ACCUEIL, Lien(titre=str(personne))],
    }
    return render(request, "famille/responsable.html", contexte)
