"""« Mon agenda »: a month of the family or of one child, on screen, on paper, in the telephone's own calendar."""

from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from common import clock
from common.components.affichage import Lien
from common.errors import Refus
from common.files import icalendar
from common.files.pdf import rendre_pdf_d_une_page
from common.web import freins
from common.web.forms import button
from common.web.http import public
from common.words import typo
from common.words.saisie import lire_entier, lire_mois
from commune.papier import en_tete
from espace_prive.agenda import services
from espace_prive.agenda.enums import VueDAgenda
from espace_prive.agenda.flux import ecrire_le_flux
from espace_prive.agenda.models import AbonnementAgenda
from espace_prive.agenda.presentation import MoisDAgenda, bornes_du_mois, mois
from espace_prive.agenda.reading import enfants_de, lire
from espace_prive.famille.acces.lectures import noter_lecture_pour_un_parent
from espace_prive.famille.acces.perimetre import Perimetre, perimetre
from espace_prive.famille.models import Enfant

TAILLES = (9, 8.2, 7.4, 6.6, 5.8, 5, 4.4)
UNE_HEURE = timedelta(hours=1)
LECTURES_PAR_HEURE, ESSAIS_PAR_HEURE = 30, 30
TROP_SOUVENT = "Cet agenda vient d’être lu souvent. Il se lit de nouveau dans une heure."


@dataclass(frozen=True)
class _Demande:
    """What the address asks: a month, a child or the family, a way to show it."""

    moi: Perimetre
    petits: list[Enfant]
    enfant: Enfant | None
    premier: date
    vue: VueDAgenda

    def adresse(self, nom="agenda:agenda", **change) -> str:
        voulus = {
            "mois": f"{self.premier:%Y-%m}", "vue": self.vue.value, "enfant": self.enfant.pk if self.enfant else "",
        } | change  # fmt: skip
        return f"{reverse(nom)}?{urlencode({cle: valeur for cle, valeur in voulus.items() if valeur})}"

    def lu(self) -> MoisDAgenda:
        du, au = bornes_du_mois(self.premier)
        montres = [self.enfant] if self.enfant else self.petits
        return mois(lire(self.moi, montres, du, au, famille=self.enfant is None), self.premier, self.moi)


def _demande(request) -> _Demande:
    moi = perimetre(request.user)
    petits = enfants_de(moi)
    brut, choisi = request.GET.get("mois"), request.GET.get("enfant")
    premier = lire_mois(brut) if brut else clock.aujourdhui().replace(day=1)
    enfant = next((e for e in petits if e.pk == lire_entier(choisi)), None)
    if premier is None or (choisi and enfant is None):
        raise Http404
    vue = request.GET.get("vue", VueDAgenda.LISTE)
    for petit in [enfant] if enfant else petits:
        noter_lecture_pour_un_parent(petit, par=request.user)
    return _Demande(moi, petits, enfant, premier, VueDAgenda(vue) if vue in VueDAgenda.values else VueDAgenda.LISTE)


def _accueil():
    return Lien(titre="Mon accueil", url=reverse("accueil:accueil"))


@require_GET
def agenda(request):
    """A month: the days on which something happens, or all its weeks."""
    demande = _demande(request)
    lu = demande.lu()
    contexte = {
        "titre": "Mon agenda",
        "titre_page": f"Mon agenda, {typo.mois_annee(demande.premier)}",
        "mois": lu,
        "enfant": demande.enfant,
        "vue": demande.vue,
        "vues": [
            Lien(titre=v.label, url=demande.adresse(vue=v.value), courante=v == demande.vue) for v in VueDAgenda
        ],
        "qui": [
            Lien(titre="Toute la famille", url=demande.adresse(enfant=""), courante=demande.enfant is None),
            *(
                Lien(titre=e.prenom, url=demande.adresse(enfant=e.pk), courante=e == demande.enfant)
                for e in demande.petits
            ),
        ] if len(demande.petits) > 1 else [],
        "precedent": demande.adresse(mois=lu.precedent),
        "suivant": demande.adresse(mois=lu.suivant),
        "papier": demande.adresse("agenda:imprimer", vue=""),
        "modifier": _modifier(demande),
        "fil": [_accueil(), Lien(titre="Mon agenda")],
    }  # fmt: skip
    return render(request, "agenda/agenda.html", contexte)


def _modifier(demande) -> str:
    """Where the bookings of that month are changed; empty for a month that is over."""
    if demande.premier < clock.aujourdhui().replace(day=1):
        return ""
    adresse = reverse("planning:mois", args=[f"{demande.premier:%Y-%m}"])
    return f"{adresse}?enfant={demande.enfant.pk}" if demande.enfant else adresse


@require_GET
def imprimer(request):
    """The month on one A4 page, for the door of the fridge."""
    demande = _demande(request)
    qui = demande.enfant.prenom if demande.enfant else "Ma famille"
    contexte = en_tete() | {"mois": demande.lu(), "qui": qui, "le": clock.aujourdhui()}
    contenu = rendre_pdf_d_une_page("agenda/pdf_mois.html", contexte, tailles=TAILLES)
    nom = f"agenda-{demande.premier:%Y-%m}.pdf"
    entetes = {"Content-Disposition": f'inline; filename="{nom}"'}
    return HttpResponse(contenu, content_type="application/pdf", headers=entetes)


@require_http_methods(["GET", "POST"])
def abonnements(request):
    """The secret addresses of one's own calendars: create, read again, replace, close."""
    moi = perimetre(request.user)
    petits = enfants_de(moi)
    if request.method == "POST":
        return _changer_un_abonnement(request, moi, petits)
    connus = {}
    if moi.soi is not None and not request.user.agit_pour:
        connus = {a.enfant_id: a for a in AbonnementAgenda.objects.filter(adulte=moi.soi)}
    lignes = [
        {
            "qui": enfant.prenom if enfant else "Toute la famille",
            "valeur": enfant.pk if enfant else "famille",
            "adresse": _adresse(connus.get(enfant and enfant.pk)),
        }
        for enfant in (None, *petits)
    ]
    contexte = {
        "titre": "L’agenda dans mon téléphone",
        "lignes": lignes,
        "ferme": services.A_LA_FAMILLE_SEULE if request.user.agit_pour else "",
        "fil": [_accueil(), Lien(titre="Mon agenda", url=reverse("agenda:agenda")), Lien(titre="Dans mon téléphone")],
    }
    return render(request, "agenda/abonnements.html", contexte)


def _adresse(abonnement) -> dict | None:
    """The address of a subscription, to copy and to open; None without one."""
    jeton = services.jeton_de(abonnement) if abonnement else ""
    if not jeton:
        return None
    url = f"{settings.ADRESSE_PUBLIQUE}{reverse('agenda:flux', args=[jeton])}"
    return {"url": url, "webcal": f"webcal://{url.partition('://')[2]}", "lu_le": abonnement.lu_le}


def _changer_un_abonnement(request, moi, petits):
    """Do what a button asks of one calendar."""
    choisi, geste = request.POST.get("qui", ""), request.POST.get("geste")
    enfant = next((e for e in petits if choisi and e.pk == lire_entier(choisi)), None)

    def agir():
        if enfant is None and choisi != "famille":
            raise Refus("Choisissez un des agendas de la page.", code="qui")
        if geste == "fermer":
            return services.desabonner(moi, enfant, par=request.user)
        return services.abonner(moi, enfant, par=request.user, nouvelle=geste == "nouvelle")

    dit = {
        "fermer": "L’adresse est fermée : qui l’avait n’y lit plus rien.",
        "nouvelle": "Voici une nouvelle adresse. L’ancienne ne donne plus rien.",
    }.get(geste, "L’adresse est prête : ouvrez-la sur votre téléphone, ou copiez-la.")
    return button(request, agir, succes=dit, vers="agenda:abonnements")


@public
@require_safe
def flux(request, jeton):
    """The calendar of a subscription, for a telephone that never signs in; 404 once its address is closed."""
    abonnement = (
        AbonnementAgenda.objects.select_related("adulte__utilisateur")
        .filter(empreinte=services.empreinte(jeton))
        .first()
    )
    try:
        if abonnement is None:
            freins.compter(
                f"agenda-inconnu:{freins.reseau(freins.adresse(request))}", limite=ESSAIS_PAR_HEURE,
                fenetre=UNE_HEURE, phrase=TROP_SOUVENT,
            )  # fmt: skip
        else:
            freins.compter(
                f"agenda:{abonnement.pk}", limite=LECTURES_PAR_HEURE, fenetre=UNE_HEURE, phrase=TROP_SOUVENT
            )
    except Refus as refus:
        entetes = {"Retry-After": int(UNE_HEURE.total_seconds())}
        return HttpResponse(refus.phrase, status=429, content_type="text/plain; charset=utf-8", headers=entetes)
    contenu = ecrire_le_flux(abonnement) if abonnement else None
    change_le = services.constater(abonnement, contenu) if contenu else None
    if change_le is None:
        raise Http404
    return _repondre(request, contenu, change_le, f'"{services.empreinte(contenu)[:32]}"')


def _repondre(request, contenu, change_le, etiquette):
    """Give the calendar, or say that it has not changed."""
    quand = int(change_le.timestamp())
    reponse = HttpResponse(
        contenu,
        content_type=icalendar.GENRE,
        headers={
            "Content-Disposition": 'inline; filename="agenda.ics"', "ETag": etiquette,
            "Last-Modified": http_date(quand), "Cache-Control": "private, no-cache", "X-Robots-Tag": "noindex",
        },
    )  # fmt: skip
    return get_conditional_response(request, etag=etiquette, last_modified=quand, response=reponse)
