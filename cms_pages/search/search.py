"""The search of the public site: French stemming, accents ignored, results that show where and why."""

import operator
import re
from dataclasses import dataclass
from datetime import timedelta
from functools import reduce

from django.contrib.postgres.aggregates import StringAgg
from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchRank, SearchVector
from django.db.models import F, OuterRef, Q, Subquery, TextField, Value
from django.db.models.functions import Coalesce
from django.template.defaultfilters import filesizeformat
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from rapidfuzz import process
from rapidfuzz.distance import OSA
from wagtail.models import Page

from cms_pages.models import Fiche, Menu, MenusPage, Plat
from cms_pages.models.documents import documents_perimes
from cms_pages.portail import SERVICES, services_pour
from cms_pages.search.models import CONFIGURATION, TELS_QUELS
from cms_pages.search.synonymes import AUTREMENT, autrement
from common import clock
from common.words import typo
from common.words.dates import lire_jour_ecrit
from common.words.nettoyage import tout_a_plat
from common.words.noms import fautes_permises, mots, positions, sans_accents

MOTS_MAX, MENUS_MAX, SERVICES_MAX = 8, 5, 4
MENUS_AVANT, MENUS_APRES = timedelta(days=7), timedelta(days=60)
DEBUT, FIN, COUPURE = "\x02", "\x03", "\x1e"
EXTRAIT_SANS_MOT, BORD = 160, 4


@dataclass(frozen=True, kw_only=True)
class ResultatDeRecherche:
    """One result: what it is, where it lies, and the words that matched."""

    titre: SafeString
    url: str
    genre: str
    ou: str = ""
    extrait: SafeString = ""


@dataclass(frozen=True)
class ReponseDeRecherche:
    """The results, best first; whether each holds all words; ``corrige``: the words read for mistyped ones."""

    resultats: list
    tous: bool = True
    corrige: str = ""


def chercher(texte: str) -> ReponseDeRecherche:
    """Search the day's menu, the services of the portal, pages, documents and menus."""
    voulus = _lire(texte)
    if not voulus:
        return ReponseDeRecherche([])
    dates = [*_menus_du_jour(texte)]
    for essai, corrige in ((voulus, ""), _corriger(voulus)):
        requete = reduce(operator.and_, map(_mot, essai)) if essai else None
        if requete is not None and (trouves := [*_services(essai), *_fiches(requete), *_menus(requete)]):
            return ReponseDeRecherche([*dates, *trouves], corrige=corrige)
    if dates:
        return ReponseDeRecherche(dates)
    requete = reduce(operator.or_, map(_mot, voulus))
    trouves = [*_services(voulus), *_fiches(requete), *_menus(requete)]
    return ReponseDeRecherche(trouves, tous=not trouves)


def _lire(texte):
    """The comparable words; one with a hyphen as its halves and, joined, as one (« péri-scolaire »)."""
    voulus = []
    for morceau in tout_a_plat(texte).split():
        parts = [m for m in mots(morceau) if len(m) > 1 or m.isdigit()]
        voulus += [tuple(parts)] if len(parts) > 1 and "-" in morceau else [(part,) for part in parts]
    return voulus[:MOTS_MAX]


def _mot(parts):
    """The query of a word, or of another way to say it."""
    facons = ["".join(parts)] if len(parts) > 1 else []
    requete = reduce(operator.and_, map(_radical, parts))
    for facon in [*facons, *autrement("".join(parts))]:
        requete |= reduce(operator.and_, map(_radical, facon.split()))
    return requete


def _corriger(voulus):
    """The words, each that no page knows replaced by the nearest known one, and what to say of it."""
    connus = {mot for texte in Fiche.objects.values_list("titre_comparable", "texte_comparable") for t in texte
              for mot in mots(t)} | {*AUTREMENT}  # fmt: skip
    connus |= {mot for service in SERVICES for mot in mots(f"{service.titre} {service.mots}")}
    lus, changes = [], []
    for parts in voulus:
        mot = "".join(parts)
        permises = 0 if any(connu.startswith(mot) for connu in connus) else fautes_permises(mot)
        proche = process.extractOne(mot, connus, scorer=OSA.distance, score_cutoff=permises) if permises else None
        lus.append((proche[0],) if proche else parts)
        changes += [proche[0]] if proche else []
    return (lus, " ".join("".join(parts) for parts in lus)) if changes else ([], "")


def _services(voulus):
    for service in services_pour(["".join(parts) for parts in voulus])[:SERVICES_MAX]:
        titre, phrase = escape(service.titre), escape(service.phrase)
        yield ResultatDeRecherche(titre=titre, url=service.adresse(), genre="Service en ligne", extrait=phrase)


def _menus_du_jour(texte):
    """The menus of the day that is written: « menu du 30 novembre », « 30/11 »."""
    jour, page = lire_jour_ecrit(texte, clock.aujourdhui()), MenusPage.objects.live().public().first()
    if jour and page:
        for menu in Menu.objects.filter(date=jour).select_related("restaurant").prefetch_related("plats"):
            yield _menu(page, menu, escape(", ".join(str(plat) for plat in menu.plats.all())), escape(menu.mention))


def _radical(mot):
    """The query of a word's stem, or of the words that begin like it. An empty stem (« le ») asks for nothing."""
    radical, tel_quel = (
        SearchQuery(f"{mot}:*", search_type="raw", config=configuration)
        for configuration in (CONFIGURATION, TELS_QUELS)
    )
    return radical | tel_quel


def _fiches(requete):
    lisibles = Q(page__in=Page.objects.live().public()) | Q(
        document__isnull=False, document__collection__view_restrictions__isnull=True
    )
    fiches = list(
        Fiche.objects.filter(lisibles, vecteur=requete)
        .exclude(document__isnull=False, document__in=documents_perimes())
        .annotate(
            rang=SearchRank(F("vecteur"), requete),
            titre_marque=_marquer("titre_comparable", requete, highlight_all=True),
            texte_marque=_marquer("texte_comparable", requete, max_fragments=2, max_words=22, min_words=8),
        )
        .select_related("page", "document")
        .order_by("-rang", "pk")[:100]
    )
    rubriques = _rubriques([f.page for f in fiches if f.page])
    for fiche in fiches:
        titre = _rendre(fiche.titre, fiche.titre_marque)
        if fiche.page:
            yield ResultatDeRecherche(
                titre=titre,
                url=fiche.page.get_url(),
                genre="Page",
                ou=rubriques.get(fiche.page.pk, ""),
                extrait=_rendre(fiche.texte, fiche.texte_marque),
            )
        else:
            extension, poids = fiche.document.file_extension.upper(), filesizeformat(fiche.document.get_file_size())
            yield ResultatDeRecherche(titre=titre, url=fiche.document.url, genre=f"Document {extension}", ou=poids)


def _marquer(champ, requete, **options):
    return SearchHeadline(
        champ, requete, config=CONFIGURATION, start_sel=DEBUT, stop_sel=FIN, fragment_delimiter=COUPURE, **options
    )


def _rubriques(pages):
    """{page: title of the rubric above it}."""
    chemins = {page.path[:12] for page in pages if page.depth > 3}
    titres = dict(Page.objects.filter(path__in=chemins).values_list("path", "title"))
    return {page.pk: titres.get(page.path[:12], "") for page in pages if page.depth > 3}


def _rendre(original, marque, *, entier=False) -> SafeString:
    """Put the marks that PostgreSQL made on the comparable text back on the original, accents and capitals kept."""
    places, compare = positions(original), sans_accents(original)
    if DEBUT not in marque:
        trop = not entier and len(original) > EXTRAIT_SANS_MOT
        fin = original[:EXTRAIT_SANS_MOT].rsplit(" ", 1)[0] if trop else original
        return mark_safe(escape(fin) + ("…" if len(fin) < len(original) else ""))  # noqa: S308
    fragments = []
    for fragment in marque.split(COUPURE):
        nu = fragment.replace(DEBUT, "").replace(FIN, "").strip()
        depart = compare.find(nu)
        if depart < 0:
            continue
        fin = depart + len(nu)
        # A few signs more, rather than an ellipsis for « L’ » or for a full stop.
        avant = escape(original[: places[depart]]) if depart <= BORD else "… "
        apres = escape(original[places[fin] :]) if len(compare) - fin <= BORD else " …"
        ecrit, ici = [], depart
        for morceau in re.split(f"([{DEBUT}{FIN}])", fragment.strip()):
            if morceau in (DEBUT, FIN):
                ecrit.append("<mark>" if morceau == DEBUT else "</mark>")
            else:
                ecrit.append(escape(original[places[ici] : places[ici + len(morceau)]]))
                ici += len(morceau)
        fragments.append(avant + "".join(ecrit) + apres)
    return mark_safe(" ".join(fragments).replace("… …", "…"))  # noqa: S308


def _plats_du_menu(champ, separateur):
    """The dishes of a menu joined, in their order: words may be in different ones."""
    plats = Plat.objects.filter(menu=OuterRef("pk")).order_by().values("menu")
    noms = StringAgg(champ, separateur, order_by=("service", "substitution", "sort_order"))
    joints = Subquery(plats.annotate(noms=noms).values("noms"))
    return Coalesce(joints, Value(""), output_field=TextField())


def _menus(requete):
    """The menus of the weeks around whose dishes, or whose occasion, hold the words."""
    page, jour = MenusPage.objects.live().public().first(), clock.aujourdhui()
    if page is None:
        return
    menus = (
        Menu.objects.filter(date__range=(jour - MENUS_AVANT, jour + MENUS_APRES))
        .annotate(texte=_plats_du_menu("nom", ", "), plats_comparables=_plats_du_menu("nom_comparable", "  "))
        .annotate(vecteur=SearchVector("plats_comparables", "mention_comparable", config=CONFIGURATION))
        .filter(vecteur=requete)
        .annotate(
            plats_marques=_marquer("plats_comparables", requete, highlight_all=True),
            mention_marquee=_marquer("mention_comparable", requete, highlight_all=True),
        )
        .select_related("restaurant")
        .order_by("date", "restaurant")[:MENUS_MAX]
    )
    for menu in menus:
        plats = _rendre(menu.texte, menu.plats_marques, entier=True)
        yield _menu(page, menu, plats, _rendre(menu.mention, menu.mention_marquee, entier=True))


def _menu(page, menu, plats, mention):
    semaine = f"?semaine={menu.date - timedelta(days=menu.date.weekday()):%Y-%m-%d}"
    restaurant = f"&restaurant={menu.restaurant.code}" if menu.restaurant else ""
    return ResultatDeRecherche(
        titre=mark_safe(escape(f"Menu du {typo.date_longue(menu.date)}")),  # noqa: S308
        url=page.get_url() + semaine + restaurant,
        genre="Menu",
        ou=menu.restaurant.nom if menu.restaurant else "",
        extrait=mark_safe(f"{mention}{typo.INSECABLE}: {plats}" if mention else plats),  # noqa: S308
    )
