"""The menus, for editors: a week on one screen, a week copied, a file imported after a preview."""

from datetime import timedelta

from django.contrib import messages
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_http_methods

from cms_pages import services
from cms_pages.enums import Allergene, LabelPlat
from cms_pages.menus import tableur
from cms_pages.menus.agents.forms import CopieForm, ImportForm, SemaineSaisie
from cms_pages.menus.imports import ANOMALIES_MAX, COLONNES, MenuImporte, lire_menus
from cms_pages.menus.plats import MenuSaisi, PlatSaisi, origine_attendue
from cms_pages.models import Menu, MenusPage, Plat
from cms_pages.rules import lire_semaine, semaine_a_montrer
from common import clock
from common.errors import Refus
from common.web.forms import saisie, show
from common.web.http import agent_requis
from common.words.dates import lundi_de
from common.words.noms import cle_de_tri
from common.words.saisie import lire_jour
from commune.enums import GenreDeLieu
from commune.models import Lieu
from commune.services import calendrier

ECRIRE = "cms_pages.change_menu"
PLATS_CONNUS = 300
SEL, UNE_HEURE = "cms_pages.menus.imports", 3_600


def _restaurants():
    return list(Lieu.objects.filter(genre=GenreDeLieu.RESTAURANT))


def _adresse_de_la_semaine(lundi, restaurant=None):
    requete = {"semaine": lundi.isoformat()} | ({"restaurant": restaurant.code} if restaurant else {})
    return f"{reverse('menus_semaine')}?{urlencode(requete)}"


@agent_requis(ECRIRE)
@require_http_methods(["GET", "POST"])
def semaine(request):
    """Write the menus of a week: days across, courses down."""
    lundi = lire_semaine(request.GET.get("semaine", ""), defaut=semaine_a_montrer(clock.aujourdhui()))
    restaurants = _restaurants()
    restaurant = next((r for r in restaurants if r.code == request.GET.get("restaurant")), None)
    menus = list(Menu.objects.filter(restaurant=restaurant).de_la_semaine(lundi).avec_plats())
    connus = {menu.date: services.etat_du_menu(menu) for menu in menus}
    semaine_saisie = SemaineSaisie(lundi, connus, calendrier(), saisie(request))
    refus, lue = "", services.empreinte(menus)
    if request.method == "POST" and semaine_saisie.is_valid():
        try:
            bilan = services.enregistrer_semaine(
                semaine_saisie.menus(),
                restaurant=restaurant,
                lundi=lundi,
                par=request.user,
                lue=request.POST.get("lue", ""),
            )
        except Refus as erreur:
            refus = erreur.phrase
        else:
            messages.success(request, str(bilan))
            return redirect(_adresse_de_la_semaine(lundi, restaurant))
    elif request.method == "POST":
        refus = "Rien n’est enregistré : corrigez ce qui est signalé."
        lue = request.POST.get("lue", "")
    page = MenusPage.objects.live().first()
    contexte = {
        "titre": "Menus de la semaine",
        "saisie": semaine_saisie,
        "refus": refus,
        "lue": lue,
        "restaurant": restaurant,
        "restaurants": restaurants,
        "vendredi": lundi + timedelta(days=4),
        "precedente": lundi - timedelta(days=7),
        "suivante": lundi + timedelta(days=7),
        "rappels": _rappels(connus.values()) if request.method == "GET" else [],
        "plats_connus": _plats_connus(),
        "allergenes": Allergene.labels,
        "labels": LabelPlat.labels,
        "page": page,
    }
    return render(request, "cms_pages/agents/semaine.html", contexte, status=422 if refus else 200)


def _plats_connus():
    """Names typed lately, for the browser to propose."""
    noms = Plat.objects.order_by("-pk").values_list("nom", flat=True)[: PLATS_CONNUS * 3]
    return sorted(dict.fromkeys(noms), key=cle_de_tri)[:PLATS_CONNUS]


def _rappels(menus):
    """What the law asks for, and a week lacks."""
    phrases = []
    if menus and not any(menu.vegetarien for menu in menus):
        phrases.append("Aucun repas végétarien cette semaine : la loi en demande un.")
    for menu in menus:
        for plat in menu.plats:
            if origine_attendue(plat):
                phrases.append(f"« {plat.nom} » : dites l’origine de la viande (pays d’élevage et d’abattage).")
    return phrases


@agent_requis(ECRIRE)
@require_http_methods(["GET", "POST"])
def copier(request):
    jour = lire_jour(request.GET.get("de"), defaut=clock.aujourdhui())
    initial = {"de": lundi_de(jour), "vers": lundi_de(jour) + timedelta(days=7)}
    initial["restaurant"] = initial["vers_restaurant"] = request.GET.get("restaurant")
    form = CopieForm(saisie(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            bilan, laisses = services.copier_semaine(par=request.user, **form.cleaned_data)
        except Refus as refus:
            champ = "remplacer" if refus.code == "deja_un_menu" else None
            form.add_error(champ, refus.phrase)
        else:
            messages.success(request, f"La semaine est copiée : {str(bilan)[0].lower()}{str(bilan)[1:]}")
            for phrase in laisses:
                messages.warning(request, phrase[0].upper() + phrase[1:])
            return redirect(_adresse_de_la_semaine(form.cleaned_data["vers"], form.cleaned_data["vers_restaurant"]))
    return show(request, "cms_pages/agents/copier.html", {"titre": "Copier une semaine de menus", "form": form})


@agent_requis(ECRIRE)
@require_http_methods(["GET", "POST"])
def importer(request):
    """Read a spreadsheet and preview what it would write; write it once confirmed."""
    if "donnees" in request.POST:
        return _confirmer(request)
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    contexte = {"titre": "Importer des menus", "form": form, "colonnes": _colonnes()}
    if request.method == "POST" and form.is_valid():
        restaurants = {lieu.nom: lieu for lieu in _restaurants()}
        try:
            lignes = tableur.lire_tableau(form.cleaned_data["fichier"])
        except Refus as refus:
            form.add_error("fichier", refus.phrase)
        else:
            menus, anomalies = lire_menus(lignes, restaurants={nom: lieu.code for nom, lieu in restaurants.items()})
            contexte |= {
                "anomalies": anomalies[:ANOMALIES_MAX],
                "autres": max(0, len(anomalies) - ANOMALIES_MAX),
                "nom": form.cleaned_data["fichier"].name[:80],
            }
            if not anomalies:
                contexte |= {
                    "apercu": _apercu(menus, restaurants.values()),
                    "donnees": _signer(menus, request.user),
                    "combien": len(menus),
                }
    return show(request, "cms_pages/agents/importer.html", contexte)


def _confirmer(request):
    """Write the preview: it comes back signed, for an hour, for the same person."""
    try:
        brut = signing.loads(request.POST["donnees"], salt=f"{SEL}.{request.user.pk}", max_age=UNE_HEURE)
        lieux = {lieu.code: lieu for lieu in _restaurants()}
        menus = [(_depuis(ligne), lieux[ligne["r"]] if ligne["r"] else None) for ligne in brut]
        bilan = services.importer(menus, par=request.user)
    except (signing.BadSignature, KeyError):
        messages.error(request, "L’aperçu n’est plus valable : choisissez le fichier de nouveau. Rien n’est écrit.")
        return redirect("menus_importer")
    except Refus as refus:
        messages.error(request, refus.phrase)
        return redirect("menus_importer")
    messages.success(request, f"Les menus sont importés : {bilan}")
    return redirect(_adresse_de_la_semaine(lundi_de(menus[0][0].date), menus[0][1]))


def _signer(menus: list[MenuImporte], utilisateur):
    lignes = [
        {
            "r": importe.restaurant, "d": importe.menu.date.isoformat(), "m": importe.menu.mention,
            "v": importe.menu.vegetarien,
            "p": [[p.service, p.nom, p.labels, p.allergenes, p.origine, p.substitution] for p in importe.menu.plats],
        }
        for importe in menus
    ]  # fmt: skip
    return signing.dumps(lignes, salt=f"{SEL}.{utilisateur.pk}", compress=True)


def _depuis(ligne) -> MenuSaisi:
    plats = tuple(
        PlatSaisi(
            service=service, nom=nom, labels=tuple(labels), allergenes=tuple(allergenes), origine=origine,
            substitution=substitution,
        )
        for service, nom, labels, allergenes, origine, substitution in ligne["p"]
    )  # fmt: skip
    return MenuSaisi(date=lire_jour(ligne["d"]), plats=plats, mention=ligne["m"], vegetarien=ligne["v"])


def _apercu(menus, lieux):
    """Each menu as it would be, whether it replaces another, and what the law would miss."""
    noms = {lieu.code: lieu.nom for lieu in lieux}
    jours = [importe.menu.date for importe in menus]
    connus = set(Menu.objects.entre(min(jours), max(jours)).values_list("date", "restaurant__code").order_by("date"))
    ecole = calendrier()
    for importe in menus:
        menu = importe.menu
        notes = [f"« {p.nom} » : l’origine de la viande manque." for p in menu.plats if origine_attendue(p)]
        if menu.date in ecole.feries or ecole.nom_des_vacances(menu.date):
            notes.append("Jour férié ou de vacances : vérifiez la date.")
        yield {
            "date": menu.date,
            "restaurant": noms.get(importe.restaurant, ""),
            "menu": menu,
            "plats": [_en_clair(plat) for plat in menu.plats],
            "remplace": (menu.date, importe.restaurant or None) in connus,
            "notes": notes,
        }


def _en_clair(plat):
    """Give an unsaved dish the wordings of a saved one."""
    return Plat(
        service=plat.service, nom=plat.nom, labels=list(plat.labels), allergenes=list(plat.allergenes),
        origine=plat.origine, substitution=plat.substitution,
    )  # fmt: skip


def _colonnes():
    """Each column: its name, whether it is required, what to write."""
    return [(nom, requise, EXPLICATIONS[nom]) for nom, (requise, _) in COLONNES.items()]


EXPLICATIONS = {
    "Date": "16/11/2026",
    "Restaurant": "son nom, ou rien si le menu est le même partout",
    "Service": "Entrée, Plat, Accompagnement, Fromage ou laitage, Dessert",
    "Plat": "le nom du plat",
    "Allergènes": "séparés par des virgules, parmi : " + ", ".join(Allergene.labels),
    "Labels": "séparés par des virgules, parmi : " + ", ".join(str(label) for label in LabelPlat.labels),
    "Origine": "de la viande : pays d’élevage et d’abattage",
    "Substitution": "oui pour le plat servi à la place d’un autre",
    "Végétarien": "oui si le repas entier est végétarien",
    "Mention": "Repas de Noël, pique-nique…",
}
MODELE = [
    ["16/11/2026", "", "Entrée", "Carottes râpées", "moutarde", "bio", "", "", "", ""],
    ["16/11/2026", "", "Plat", "Filet de poulet rôti", "", "Label Rouge", "France", "", "", ""],
    ["16/11/2026", "", "Plat", "Galette de pois chiches", "gluten", "végétarien", "", "oui", "", ""],
    ["16/11/2026", "", "Accompagnement", "Haricots verts", "", "bio, local", "", "", "", ""],
    ["16/11/2026", "", "Fromage ou laitage", "Comté", "lait", "AOP", "", "", "", ""],
    ["16/11/2026", "", "Dessert", "Pomme", "", "local", "", "", "", ""],
]
GENRES = {
    "csv": ("text/csv; charset=utf-8", tableur.ecrire_csv),
    "xlsx": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        lambda lignes: tableur.ecrire_xlsx(lignes, titre="Menus"),
    ),
}


@agent_requis(ECRIRE)
@require_GET
def modele(request, genre):
    type_mime, ecrire = GENRES[genre]
    reponse = HttpResponse(ecrire([list(COLONNES), *MODELE]), content_type=type_mime)
    reponse["Content-Disposition"] = f'attachment; filename="modele-menus.{genre}"'
    return reponse
