"""Pay an invoice by card. These pages start a payment and show it; only the bank's notification makes it true."""

from urllib.parse import urlsplit

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from common.components.affichage import Lien, LigneFiche, LigneRecap
from common.errors import Refus
from common.web import freins
from common.web.http import public
from common.words import typo
from common.words.saisie import lire_entier
from factures.facturation.enums import Nature
from factures.facturation.models import Facture
from factures.paiements import services
from factures.paiements.enums import Verdict
from factures.paiements.models import Tentative
from factures.paiements.outcome import outcome_de
from factures.paiements.paybox.configuration import configuration
from factures.paiements.paybox.protocol import TAILLE_MAX_OCTETS
from factures.paiements.services.tentatives import ISSUES

# What the bank is told. Never why: whoever forges messages learns nothing.
STATUTS = {Verdict.SIGNATURE: 403, Verdict.ILLISIBLE: 400}


def _fil(facture, titre):
    return [
        Lien(titre="Mon accueil", url=reverse("accueil:accueil")),
        Lien(titre="Mon compte", url=reverse("facturation:liste")),
        Lien(titre=f"Facture {typo.de_mois(facture.mois)}", url=reverse("facturation:detail", args=[facture.pk])),
        Lien(titre=titre),
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def payer(request, facture_pk):
    """« Payer la facture »: what is to pay, what will happen; POST opens an attempt."""
    mes_factures = Facture.objects.pour(request.user).filter(nature=Nature.FACTURE)
    facture = get_object_or_404(mes_factures.select_related("regie__service", "payeur__foyer"), pk=facture_pk)
    if request.method == "POST":
        return _partir(request, facture)
    reste = services.reste_du(facture)
    lignes = [LigneRecap(libelle=f"Facture {facture.reference}", detail=_mois(facture), montant=facture.total)]
    if 0 < reste < facture.total:
        lignes.append(LigneRecap(libelle="Déjà réglé", montant=reste - facture.total))
    contexte = {
        "titre": "Payer la facture",
        "chapeau": f"Régie {facture.regie.nom}",
        "fil": _fil(facture, "Payer la facture"),
        "facture": facture,
        "reste": reste,
        "lignes": lignes,
        "en_cours": facture.tentatives.en_cours().first(),
        "courriel": request.user.email,
        "bouton_payer": f"Payer {typo.montant(reste)}",
        "bouton_recommencer": f"Recommencer le paiement de {typo.montant(reste)}",
    }
    return render(request, "paiements/payer.html", contexte)


def _mois(facture):
    return typo.mois_annee(facture.mois).capitalize()


def _partir(request, facture):
    """Save the attempt, then show the form that takes the browser to the bank, and to the bank alone."""
    try:
        tentative = services.ouvrir_tentative(facture, auteur=request.user)
    except Refus as refus:
        messages.info(request, refus.phrase)
        return redirect("facturation:detail", facture.pk)
    banque, champs = services.formulaire_banque(tentative)
    contexte = {
        "titre": "Continuer vers la banque",
        "chapeau": "Dernière étape avant la page de paiement sécurisée.",
        "fil": _fil(facture, "Payer la facture"),
        "facture": facture,
        "tentative": tentative,
        "lignes": _fiche(tentative, dict(champs)["PBX_PORTEUR"]),
        "banque": banque,
        "champs": champs,
    }
    reponse = render(request, "paiements/depart.html", contexte)
    # The bank may answer the form from its backup host: a browser checks the redirects too.
    reponse._csp_update = {"form-action": sorted({_origine(hote) for hote in configuration().hotes})}
    return reponse


def _origine(adresse):
    parties = urlsplit(adresse)
    return f"{parties.scheme}://{parties.netloc}"


def _fiche(tentative, courriel):
    return [
        LigneFiche(libelle="Régie", valeur=tentative.facture.regie.nom),
        LigneFiche(
            libelle="Facture", valeur=f"{tentative.facture.reference}, {typo.mois_annee(tentative.facture.mois)}"
        ),
        LigneFiche(libelle="Montant", valeur=typo.montant(tentative.montant)),
        LigneFiche(libelle="Reçu envoyé à", valeur=courriel),
        LigneFiche(libelle="Moyen de paiement", valeur="Carte bancaire"),
    ]


@require_GET
def retour(request, reference, issue):
    """Where the payment stands when the browser comes back. It changes nothing, whatever the address says."""
    if issue not in ISSUES:
        raise Http404
    tentatives = Tentative.objects.filter(facture__in=Facture.objects.pour(request.user))
    tentative = get_object_or_404(tentatives.select_related("facture__regie"), reference=reference)
    facture = tentative.facture
    contexte = {
        "titre": f"Paiement de la facture {typo.de_mois(facture.mois)}",
        "chapeau": f"Régie {facture.regie.nom} – facture n°{typo.INSECABLE}{facture.reference}",
        "fil": _fil(facture, "Paiement"),
        "facture": facture,
        "tentative": tentative,
        "issue": outcome_de(tentative, request.META["QUERY_STRING"]),
        "reste": services.reste_du(facture),
        "credit": services.non_impute(tentative),
    }
    return render(request, "paiements/retour.html", contexte)


@public
@csrf_exempt
@require_POST
def notification(request):
    """The bank's door. The signature over the raw body is the proof: no session, no cookie, no token."""
    poids = lire_entier(request.headers.get("Content-Length"), defaut=None)
    if poids is None or poids > TAILLE_MAX_OCTETS:
        return HttpResponse(status=400)
    verdict = services.constater(request.body, adresse=freins.adresse(request))
    return HttpResponse(status=STATUTS.get(verdict, 200))
