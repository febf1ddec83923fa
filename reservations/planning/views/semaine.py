"""« Notre semaine »: every child, every activity, a week or a month; the receipt; the confirmation."""

from datetime import date, timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_GET, require_http_methods

from common import clock
from common.components.affichage import Lien
from common.errors import Refus
from common.words import typo
from common.words.dates import dernier_du_mois, lundi_de, premier_du_mois
from common.words.saisie import lire_entier, lire_jour, lire_mois
from espace_prive.demarches.enums import EtatDemarche
from espace_prive.famille.acces.lectures import noter_lecture_pour_un_parent
from espace_prive.famille.acces.perimetre import perimetre
from espace_prive.famille.models import Foyer
from reservations.planning import modeles, presentation, reading
from reservations.planning.assiettes import allergenes_servis
from reservations.planning.constats import resumer
from reservations.planning.extensions import ANNONCES, LISTES_D_ATTENTE
from reservations.planning.planche import (
    Planche,
    lundi_le_plus_loin,
    mes_pistes,
    mois_le_plus_loin,
    semaine_de,
    tout_cocher,
)
from reservations.planning.saisies import lire_envoi, lire_montant, lire_numero
from reservations.planning.services import (
    TYPE_ABSENCE,
    TYPE_RESERVATION,
    brouillons,
    dire_jusque_quand,
    enregistrer_demande,
    lignes_acceptees,
)
from reservations.planning.services.defaire import defaire, se_defait

ETAPES = "Planning|Récapitulatif|Confirmation"
ENREGISTREE, REFUSEE = "Nous avons bien enregistré votre demande", "Votre demande n’a pas pu être acceptée"
AILLEURS = "Votre choix a aussi changé sur un autre appareil. Voici les deux réunis : relisez avant de confirmer."


def fil(*liens):
    """Give the breadcrumb of this part, ending with ``liens``."""
    debut = [Lien(titre="Mon accueil", url=reverse("accueil:accueil"))]
    return [*debut, Lien(titre="Gérer mes réservations", url=reverse("planning:choisir")), *liens]


class Contexte:
    """What each request of these pages needs: who asks, its rows, its draft."""

    def __init__(self, request):
        self.request = request
        self.moi = perimetre(request.user)
        self.pistes = mes_pistes(self.moi, du=clock.aujourdhui(), au=date.max)
        enfant = lire_entier(request.GET.get("enfant"))
        self.enfant = enfant if any(p.enfant.pk == enfant for p in self.pistes) else None
        self.montrees = [p for p in self.pistes if self.enfant in (None, p.enfant.pk)]
        self.brouillon = brouillons.lire(self.moi.foyers, agent=request.user if request.user.agit_pour else None)
        self.souhaits = brouillons.souhaits(self.brouillon, {p.cle: p for p in self.pistes})

    @property
    def suite(self) -> str:
        """The query of the address, which keeps the page to one child."""
        return f"?enfant={self.enfant}" if self.enfant else ""

    @property
    def foyer(self) -> int | None:
        return self.brouillon.foyer_id

    def planche(self, du, au, souhaits=None) -> Planche:
        souhaits = self.souhaits if souhaits is None else souhaits
        return Planche(self.moi, du=du, au=au, rangees=self.montrees, souhaits=souhaits)

    def foyer_de(self, souhaits):
        """Give the household that asks: the one that pays the first wish, else the person's own."""
        paient = [s.piste.inscription.payeur.foyer for s in souhaits if s.piste.mienne]
        return next((f for f in paient if f), None) or Foyer.objects.get(pk=self.foyer)

    def garder(self, souhaits) -> None:
        if self.foyer:
            self.brouillon = brouillons.garder(self.brouillon, souhaits)
        self.souhaits = souhaits


@require_http_methods(["GET", "POST"])
def semaine(request, lundi=None):
    """A week; without a date the first in which something can still be changed."""
    contexte = Contexte(request)
    if lundi is None:
        planche = semaine_de(contexte.moi, rangees=contexte.montrees, souhaits=contexte.souhaits)
        du, au = planche.du, planche.au
    else:
        du = lire_jour(lundi)
        if du is None or du.weekday() or not lundi_de(clock.aujourdhui()) <= du <= lundi_le_plus_loin():
            raise Http404
        au = du + timedelta(days=4)
    return _page(request, contexte, du, au)


@require_http_methods(["GET", "POST"])
def mois(request, mois):
    """A month, the same cells."""
    premier = lire_mois(mois)
    if premier is None or not premier_du_mois(clock.aujourdhui()) <= premier <= mois_le_plus_loin():
        raise Http404
    return _page(request, Contexte(request), premier, dernier_du_mois(premier))


def _page(request, contexte, du, au):
    if request.method == "POST":
        return _recevoir(request, contexte, du, au)
    for petit in {p.enfant for p in contexte.montrees}:
        noter_lecture_pour_un_parent(petit, par=request.user)
    return _montrer(request, contexte, contexte.planche(du, au))


def _montrer(request, contexte, planche, *, phrases=(), code=200):
    page = presentation.page(planche, contexte.brouillon, phrases=phrases, suite=contexte.suite)
    if request.get_preferred_type(["text/html", "application/json"]) == "application/json":
        reponse = JsonResponse(presentation.en_donnees(page) | {"erreurs": list(phrases)}, status=code)
        patch_vary_headers(reponse, ["Accept"])
        return reponse
    valeurs = {
        "titre": page["titre"],
        "titre_page": page["titre_page"],
        "erreurs": phrases,
        "page": page,
        "assiettes": allergenes_servis(request.user, planche),
        "a_relire": list(phrases) == [AILLEURS],
        "annonces": [a for annonce in ANNONCES for a in annonce(contexte.moi, planche.du, planche.au)],
        "fil": fil(Lien(titre=page["titre"])),
    }
    return render(request, "reservations/semaine.html", valeurs, status=code)


def _recevoir(request, contexte, du, au):
    """Note what the page says in the draft, then do what the pressed button asks."""
    if request.POST.get("vers") == "confirmer" and (deja := _deja_envoyee(request, contexte.moi)):
        return redirect("planning:confirmation", deja.numero)
    phrases = []
    try:
        envoi = lire_envoi(request.POST, contexte.planche(du, au, ()))
    except Refus as refus:
        if refus.code == "etranger":
            raise Http404 from None
        return _montrer(request, contexte, contexte.planche(du, au), phrases=[refus.phrase], code=422)
    if request.POST.get("version", "") != str(contexte.brouillon.version):
        d_ailleurs = _choisis_ailleurs(contexte, envoi)
        envoi.souhaits += d_ailleurs
        phrases += [AILLEURS] if d_ailleurs or "X-Semaine" not in request.headers else []
    souhaits = brouillons.fusionner(contexte.souhaits, envoi.souhaits, cases=envoi.cases)
    vers = request.POST.get("vers", "")
    if vers == "confirmer" and not phrases:
        return _confirmer(request, contexte, contexte.planche(du, au, souhaits))
    planche = contexte.planche(du, au, souhaits)
    souhaits, planche = _remplir(request, contexte, planche)
    phrases += _retenir(contexte, planche)
    if "X-Semaine" in request.headers:
        if AILLEURS in phrases:
            # The boxes on the page lack the other's: it is read again, or its next answer would forget them.
            messages.info(request, AILLEURS)
            return HttpResponse(status=409)
        return HttpResponse(presentation.barre_seule(request, planche, contexte.brouillon))
    if phrases:
        return _montrer(request, contexte, planche, phrases=phrases, code=422)
    return redirect(_suite(vers, contexte, du, au))


def _choisis_ailleurs(contexte, envoi):
    """Give what another device wished on the cells of this page, which does not show it: both are kept."""
    tickes = {s.cle for s in envoi.souhaits}
    return [s for s in contexte.souhaits if s.cle not in tickes and (s.piste.cle, s.jour) in envoi.cases]


def _retenir(contexte, planche):
    """Keep in the draft what can be booked; say why the rest cannot."""
    contexte.garder([r.souhait for r in planche.acceptees])
    return [f"{r.souhait.piste.enfant.prenom} : {r.non.phrase}" for r in planche.refusees]


def _remplir(request, contexte, planche):
    """Give the draft and its page once the pressed button has filled what it fills."""
    vers, _, cle = request.POST.get("vers", "").partition("-")
    nouveaux = []
    if vers == "toute":
        preferees = modeles.preferees(planche)
        nouveaux = tout_cocher(planche, inscription=lire_entier(cle) or None, preferees=preferees)
    elif vers == "comme":
        nouveaux = _du_modele(planche, modeles.la_semaine_derniere(planche))
    elif vers == "copier":
        nouveaux = _du_modele(planche, modeles.de_l_enfant(planche, lire_entier(cle)))
    elif vers == "vider":
        return [], contexte.planche(planche.du, planche.au, [])
    if not nouveaux:
        return planche.souhaits, planche
    souhaits = [*planche.souhaits, *nouveaux]
    return souhaits, contexte.planche(planche.du, planche.au, souhaits)


def _du_modele(planche, modele):
    return modeles.souhaits_du_modele(planche, modele, libres=True) if modele else []


def _suite(vers, contexte, du, au):
    """Give the address to which the pressed button leads."""
    semaine_affichee = (au - du).days < 7
    suite = {"precedente": -1, "suivante": 1}.get(vers, 0)
    if vers == "etape2":
        return reverse("planning:recapitulatif")
    if vers.startswith("attendre-"):
        liste = next(iter(LISTES_D_ATTENTE), None)
        return liste.adresse(vers.removeprefix("attendre-")) if liste else reverse("planning:semaine")
    if vers == "copies":
        return f"{reverse('planning:copier')}?vers={du.isoformat() if semaine_affichee else f'{du:%Y-%m}'}"
    if semaine_affichee:
        adresse = reverse("planning:semaine_du", args=[(du + timedelta(weeks=suite)).isoformat()])
    else:
        adresse = reverse("planning:mois", args=[f"{premier_du_mois(du, suite):%Y-%m}"])
    return adresse + contexte.suite


def _confirmer(request, contexte, planche):
    """Book what the bar showed, judged once, under the locks; what cannot be is said, and the draft keeps the rest."""
    try:
        demarche = _valider(request, contexte, planche.demandes, entiere=True)
    except Refus as refus:
        phrases = _retenir(contexte, planche) or [refus.phrase]
        if refus.code == "montant":
            messages.info(request, refus.phrase)
            return redirect("planning:recapitulatif")
        return _montrer(request, contexte, planche, phrases=phrases, code=422)
    return redirect("planning:confirmation", demarche.numero)


def _relire_version(request, contexte):
    """Refuse to book another draft than the one on the page."""
    if request.POST.get("version") != str(contexte.brouillon.version):
        raise Refus(
            "Votre choix a changé depuis, sur un autre appareil ou dans un autre onglet. Relisez, puis validez.",
            code="version",
        )


def _valider(request, contexte, souhaits, **options):
    demarche = enregistrer_demande(
        souhaits,
        numero=lire_numero(request.POST.get("numero")),
        foyer=contexte.foyer_de(souhaits),
        auteur=request.user,
        montant_vu=lire_montant(request.POST.get("montant")),
        **options,
    )
    brouillons.vider(contexte.brouillon)
    return demarche


def _deja_envoyee(request, moi):
    """Give the request that this very page already made: a double click, a page sent again."""
    try:
        numero = lire_numero(request.POST.get("numero"))
    except Refus:
        return None
    return next(iter(reading.demarches(numero=numero, foyers=moi.foyers, types=(TYPE_RESERVATION,))), None)


@require_http_methods(["GET", "POST"])
def recapitulatif(request):
    """« Étape 2 » : what the draft would change, for how much, what cannot be; validate."""
    contexte = Contexte(request)
    phrase = ""
    if request.method == "POST":
        if deja := _deja_envoyee(request, contexte.moi):
            return redirect("planning:confirmation", deja.numero)
        try:
            _relire_version(request, contexte)
            return redirect("planning:confirmation", _valider_le_recu(request, contexte).numero)
        except Refus as refus:
            phrase = refus.phrase
    if not contexte.souhaits:
        messages.info(request, phrase or "Votre semaine ne contient aucune modification à valider.")
        return redirect("planning:semaine")
    planche = _planche_du_brouillon(contexte)
    valeurs = {
        "titre": "Récapitulatif de votre demande",
        "planche": planche,
        "phrase": phrase,
        "version": contexte.brouillon.version,
        "etapes": ETAPES,
        "retour": reverse("planning:semaine_du", args=[lundi_de(planche.du).isoformat()]),
        "mois_ordinaire": presentation.mois_ordinaire(planche) if "copie" in request.GET else None,
        "fil": fil(Lien(titre="Récapitulatif")),
    }
    return render(request, "reservations/recapitulatif.html", valeurs, status=422 if phrase else 200)


def _planche_du_brouillon(contexte):
    jours = [s.jour for s in contexte.souhaits]
    return contexte.planche(min(jours), max(jours))


def _valider_le_recu(request, contexte):
    """Book what the receipt counted: without what it said impossible, when it is still so."""
    try:
        return _valider(request, contexte, contexte.souhaits)
    except Refus as refus:
        possibles = [r.souhait for r in _planche_du_brouillon(contexte).acceptees] if refus.code == "montant" else []
        if not possibles:
            raise
    return _valider(request, contexte, possibles)


@require_GET
def choisir(request):
    """Choose the child and the activity, as the guides say; each leads to the week in one step."""
    valeurs = {
        "titre": "Gérer mes réservations",
        "chapeau": "Choisissez l’enfant et l’activité, ou voyez toute la semaine d’un coup.",
        "pistes": mes_pistes(perimetre(request.user), du=clock.aujourdhui(), au=date.max),
        "fil": [Lien(titre="Mon accueil", url=reverse("accueil:accueil")), Lien(titre="Gérer mes réservations")],
    }
    return render(request, "reservations/choisir.html", valeurs)


@require_GET
def commencer(request, pk):
    """Explain the steps; one button leads to the week."""
    piste = next(
        (p for p in mes_pistes(perimetre(request.user), du=clock.aujourdhui(), au=date.max) if p.cle == pk), None
    )
    if piste is None:
        raise Http404
    noter_lecture_pour_un_parent(piste.enfant, par=request.user)
    valeurs = {
        "titre": f"{piste.activite.nom} – {piste.enfant.prenom}",
        "titre_page": f"Réserver : {piste.activite.nom} – {piste.enfant.prenom}",
        "piste": piste,
        "semaine_url": f"{reverse('planning:semaine')}?enfant={piste.enfant.pk}",
        "fil": fil(Lien(titre=piste.enfant.prenom)),
    }
    return render(request, "reservations/commencer.html", valeurs)


@require_GET
def confirmation(request, numero):
    """« Nous avons bien enregistré votre demande »."""
    moi = perimetre(request.user)
    demarche = _la_mienne(moi, numero)
    absence = demarche.type != TYPE_RESERVATION
    demande = next(iter(reading.demandes(demarche=demarche.pk)), None)
    lignes = [] if absence else lignes_acceptees(demarche)
    refusee = demarche.etat == EtatDemarche.REFUSEE
    fait = REFUSEE if refusee else ENREGISTREE if absence else resumer(demarche.constat, sinon=ENREGISTREE)
    valeurs = {
        "titre": typo.typographier(fait),
        "titre_page": REFUSEE if refusee else ENREGISTREE,
        "enregistree": "" if fait in (REFUSEE, ENREGISTREE) else ENREGISTREE,
        "suite": demarche.constat.removeprefix(f"{fait}.").strip(),
        "defaite": demande.defait.demarche if demande and demande.defait else None,
        "revenir": dire_jusque_quand(lignes),
        "demarche": demarche,
        "etapes": "" if absence else ETAPES,
        "refusees": demarche.lignes_refusees,
        "peut_defaire": bool(lignes) and not hasattr(demande, "defaite_par") and se_defait(lignes, _pistes(moi)),
        "fil": fil(Lien(titre="Confirmation")),
    }
    return render(request, "reservations/confirmation.html", valeurs)


@require_http_methods(["GET", "POST"])
def annuler(request, numero):
    """« Annuler cette demande » : in one tap, while its deadlines allow; asked without it, the page that offers it."""
    moi = perimetre(request.user)
    demarche = _la_mienne(moi, numero)
    if request.method == "GET":
        return redirect("planning:confirmation", numero)
    try:
        contraire = defaire(demarche, pistes=_pistes(moi), auteur=request.user)
    except Refus as refus:
        messages.error(request, refus.phrase)
        return redirect("planning:confirmation", numero)
    return redirect("planning:confirmation", contraire.numero)


def _la_mienne(moi, numero):
    lues = reading.demarches(numero=numero, foyers=moi.foyers, types=(TYPE_RESERVATION, TYPE_ABSENCE))
    if not lues:
        raise Http404
    return lues[0]


def _pistes(moi):
    return mes_pistes(moi, du=clock.aujourdhui(), au=date.max)
