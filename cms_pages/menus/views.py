"""The menus outside the pages: the sheet of the notice board, calendars, open data. Public, bounded."""

from datetime import timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.crypto import salted_hmac
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from cms_pages.enums import Allergene, LabelPlat, ServiceDuRepas
from cms_pages.models import Menu, MenusPage, ModificationMenu
from cms_pages.rules import jours_de_menu, lire_semaine, semaine_a_montrer, un_par_jour
from common import clock
from common.files import icalendar
from common.files.pdf import rendre_pdf_d_une_page
from common.web.http import public
from common.web.pages import en_commun
from common.words import typo
from common.words.saisie import lire_jour
from commune.enums import GenreDeLieu
from commune.models import Lieu
from commune.papier import en_tete
from commune.services import calendrier, reglages, service_a_appeler

# A calendar shows the weeks around; open data, a school term at the most.
JOURS_PASSES, JOURS_A_VENIR = 14, 70
JOURS_MAX = 120
MINUTES_GARDEES = 5
LICENCE = "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"
CORPS_DE_LA_FEUILLE = (13, 12, 11, 10, 9, 8.2, 7.5, 6.8, 6.2, 5.6)
UNE_HEURE = 3_600


def _page_des_menus():
    """The page of menus; without it, or if it is restricted, nothing of the menus is public."""
    page = MenusPage.objects.live().public().first()
    if page is None:
        raise Http404
    return page


def _restaurant(request):
    """The restaurant asked for; None for the common menus, 404 for one that does not exist."""
    code = request.GET.get("restaurant", "")
    if not code:
        return None
    trouve = Lieu.objects.filter(genre=GenreDeLieu.RESTAURANT, code=code.replace("\x00", "")[:50]).first()
    if trouve is None:
        raise Http404
    return trouve


def _menus(restaurant, du, au):
    menus = Menu.objects.pour_restaurant(restaurant).entre(du, au).select_related("restaurant").avec_plats()
    return un_par_jour(menus)


def _adresse(page, jour, restaurant):
    """The public address of a week: never from the Host header."""
    requete = {"semaine": jour - timedelta(days=jour.weekday())}
    if restaurant:
        requete["restaurant"] = restaurant.code
    return f"{settings.ADRESSE_PUBLIQUE}{page.get_url()}?{urlencode(requete)}"


@public
@en_commun
@require_GET
@cache_control(public=True, max_age=MINUTES_GARDEES * 60)
def calendrier_ics(request):
    """Serve the menus around today as a calendar to subscribe to."""
    page, restaurant, jour = _page_des_menus(), _restaurant(request), clock.aujourdhui()
    menus = _menus(restaurant, jour - timedelta(days=JOURS_PASSES), jour + timedelta(days=JOURS_A_VENIR))
    domaine = settings.ADRESSE_PUBLIQUE.split("://")[-1].split("/")[0].split(":")[0]
    evenements = [
        icalendar.EvenementDAgenda(
            uid=f"menu-{menu.date:%Y%m%d}-{restaurant.code if restaurant else 'tous'}@{domaine}",
            jour=menu.date,
            modifie_le=menu.modifie_le,
            titre=_titre(menu),
            texte="\n".join(_ligne(plat) for plat in menu.plats.all()),
            url=_adresse(page, menu.date, restaurant),
        )
        for menu in menus.values()
    ]
    nom = f"Cantine, {restaurant.nom if restaurant else reglages().ville}"
    texte = icalendar.ecrire(
        evenements,
        nom=nom,
        identifiant=f"-//{reglages().nom}//Menus//FR",
        url=settings.ADRESSE_PUBLIQUE + page.get_url(),
    )
    reponse = HttpResponse(texte, content_type=icalendar.GENRE)
    reponse["Content-Disposition"] = 'inline; filename="menus.ics"'
    return reponse


def _titre(menu):
    """The meal in one line: its main dish."""
    plats = [p for p in menu.plats.all() if not p.substitution]
    principal = next((p for p in plats if p.service == ServiceDuRepas.PLAT), plats[0] if plats else None)
    suite = " (végétarien)" if menu.vegetarien else ""
    return f"Cantine{typo.INSECABLE}: {principal.nom if principal else 'repas'}{suite}"


def _ligne(plat):
    """A dish on one line, with what must be known of it."""
    details = [plat.porc.lower(), *(label.lower() for label in plat.labels_en_clair)]
    if plat.origine:
        details.append(f"origine : {plat.origine}")
    if plat.allergenes:
        details.append(f"allergènes : {', '.join(plat.allergenes_en_clair)}")
    genre = "Substitution" if plat.substitution else plat.get_service_display()
    suite = " ; ".join(filter(None, details))
    return typo.typographier(f"{genre} : {plat.nom}" + (f" ({suite})" if suite else ""))


@public
@en_commun
@require_GET
@cache_control(public=True, max_age=MINUTES_GARDEES * 60)
def donnees_json(request):
    """Serve the menus between ``du`` and ``au`` (the week to show without them) as open data."""
    page, restaurant = _page_des_menus(), _restaurant(request)
    du = lire_jour(request.GET.get("du"), defaut=semaine_a_montrer(clock.aujourdhui()))
    au = min(lire_jour(request.GET.get("au"), defaut=du + timedelta(days=6)), du + timedelta(days=JOURS_MAX - 1))
    contenu = {
        "commune": reglages().nom,
        "page": settings.ADRESSE_PUBLIQUE + page.get_url(),
        "licence": LICENCE,
        "du": du,
        "au": au,
        "restaurant": restaurant.code if restaurant else None,
        "menus": [_en_donnees(menu) for menu in _menus(restaurant, du, au).values()],
        "modifications": [
            {"date": m.date, "restaurant": m.restaurant.code if m.restaurant else None, "le": m.le, "quoi": m.phrase}
            for m in ModificationMenu.objects.filter(date__range=(du, au))
            .pour_restaurant(restaurant)
            .select_related("restaurant")[:200]
        ],
    }
    return JsonResponse(contenu, json_dumps_params={"ensure_ascii": False})


def _en_donnees(menu):
    return {
        "date": menu.date,
        "restaurant": menu.restaurant.code if menu.restaurant else None,
        "mention": menu.mention,
        "vegetarien": menu.vegetarien,
        "modifie_le": menu.modifie_le,
        "plats": [
            {
                "service": plat.get_service_display(),
                "nom": plat.nom,
                "substitution": plat.substitution,
                "labels": [c.value for c in LabelPlat if c.value in plat.labels],
                "allergenes": [c.value for c in Allergene if c.value in plat.allergenes],
                "origine_viandes": plat.origine,
            }
            for plat in menu.plats.all()
        ],
    }


@public
@require_GET
@cache_control(public=True, max_age=MINUTES_GARDEES * 60)
def feuille(request):
    """The week for the notice board: one A4, landscape."""
    page, restaurant, jour = _page_des_menus(), _restaurant(request), clock.aujourdhui()
    lundi = lire_semaine(request.GET.get("semaine", ""), defaut=semaine_a_montrer(jour))
    menus = Menu.objects.pour_restaurant(restaurant).de_la_semaine(lundi).avec_plats()
    semaine = jours_de_menu(menus, lundi, calendrier(), aujourdhui=jour)
    if semaine.vide:
        raise Http404
    contexte = en_tete() | {
        "semaine": semaine,
        "restaurant": restaurant,
        "jours": [(jour_de_menu, _plats_par_service(jour_de_menu.menu)) for jour_de_menu in semaine.jours],
        "service": service_a_appeler(),
        "labels": _labels_cites(semaine),
        "modifications": list(ModificationMenu.objects.de_la_semaine(lundi).pour_restaurant(restaurant)[:6]),
        "adresse": (settings.ADRESSE_PUBLIQUE + page.get_url()).split("://")[-1].rstrip("/"),
    }
    reponse = HttpResponse(_imprimer(contexte), content_type="application/pdf")
    reponse["Content-Disposition"] = f'inline; filename="menus-{lundi:%Y-%m-%d}.pdf"'
    return reponse


def _imprimer(contexte):
    """Cached an hour by its words: rendering takes a second, a page a hundredth."""
    mots = render_to_string("cms_pages/menus_pdf.html", contexte | {"taille": 0})
    cle = "menus.pdf." + salted_hmac("menus.pdf", mots, algorithm="sha256").hexdigest()
    connue = cache.get(cle)
    if connue is None:
        connue = rendre_pdf_d_une_page("cms_pages/menus_pdf.html", contexte, tailles=CORPS_DE_LA_FEUILLE)
        cache.set(cle, connue, UNE_HEURE)
    return connue


def _plats_par_service(menu):
    """The dishes of a menu by course; none without menu."""
    par_service = {}
    for plat in menu.plats.all() if menu else ():
        par_service.setdefault(plat.service, []).append(plat)
    return [(ServiceDuRepas(service).label, plats) for service, plats in par_service.items()]


def _labels_cites(semaine):
    """The labels whose short name the sheet must explain."""
    cites = {label for jour in semaine.jours if jour.menu for plat in jour.menu.plats.all() for label in plat.labels}
    return [texte for label, texte in LEGENDE.items() if label in cites]


LEGENDE = {
    LabelPlat.BIO: "Bio : agriculture biologique",
    LabelPlat.AOP: "AOP/AOC : appellation d’origine protégée ou contrôlée",
    LabelPlat.IGP: "IGP : indication géographique protégée",
    LabelPlat.STG: "STG : spécialité traditionnelle garantie",
    LabelPlat.HVE: "HVE : exploitation de haute valeur environnementale",
    LabelPlat.PECHE_DURABLE: "Pêche durable : écolabel public ou MSC",
}
