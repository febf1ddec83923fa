"""The public pages of a demonstration: the tree, the news with their pictures, the menus around today."""

from datetime import timedelta
from io import BytesIO

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.db import transaction
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page
from wagtail.rich_text import RichText

from cms_pages.models import (
    AccueilPage,
    ActivitePage,
    ActualiteAdresseePage,
    ActualitePage,
    ActualitesFamillesPage,
    ActualitesPage,
    CalendrierPage,
    CategorieActualite,
    DocumentJoint,
    DocumentsPage,
    MenusPage,
    PageContenu,
    Publication,
    PublicationDActivite,
    Rappel,
    RappelsPage,
    RubriquePage,
    TarifsPage,
    Tuile,
    VersionDePublication,
)
from cms_pages.services import (
    installer_accueil,
    installer_actualites_des_familles,
    installer_droits_des_pages,
    nommer_le_site,
)
from common import clock
from common.files.pdf import rendre_pdf
from commune.models import Service
from commune.papier import en_tete
from commune.services import reglages
from demo.balisage import html, mots
from demo.description import completer
from demo.dessins import dessiner
from demo.menus import charger_menus
from espace_prive.comptes.enums import Role
from espace_prive.comptes.services import installer_roles

TYPES = {
    "actualites": ActualitesPage,
    "menus": MenusPage,
    "rubrique": RubriquePage,
    "activite": ActivitePage,
    "tarifs": TarifsPage,
    "contenu": PageContenu,
    "rappels": RappelsPage,
    "documents": DocumentsPage,
    "calendrier": CalendrierPage,
}
# The pictures that the pages ask for (templates/cms_pages/), cut at once rather than for the first visitor.
DECOUPES = ("fill-720x405|format-webp|webpquality-72", "fill-1000x500|format-webp|webpquality-72")
CRITERES = ("ecoles", "activites", "age_min", "age_max")
CHAMPS_ACTIVITE = ("pour_qui", "quand", "ou", "delai", "code_activite")


@transaction.atomic
def charger_pages(ville: dict):
    """Build the tree of pages of ``ville``; a second call adds only what is missing, and refreshes the menus."""
    ville = completer(ville)
    accueil = _accueil(ville)
    documents = {code: _document(code, texte) for code, texte in ville.get("documents", {}).items()}
    publications = {p["code"]: _publication(p, documents) for p in ville.get("publications", [])}
    for description in ville["pages"]:
        _page(accueil, description, publications)
    _tuiles(accueil, ville["accueil"]["tuiles"])
    categories = {code: _categorie(code, nom) for code, nom in ville.get("categories", {}).items()}
    liste = ActualitesPage.objects.get()
    for description in reversed(ville.get("actualites", [])):
        _actualite(liste, description, documents, categories)
    installer_actualites_des_familles(accueil)
    for description in reversed(ville.get("actualites_des_familles", [])):
        _adressee(description)
    charger_menus(ville["menus"], aujourdhui=clock.aujourdhui())
    groupes = installer_roles()
    installer_droits_des_pages(
        redacteurs=[groupes[Role.REDACTEUR]],
        publicateurs=[groupes[Role.PUBLICATEUR], groupes[Role.ADMINISTRATEUR]],
    )


def _accueil(ville) -> AccueilPage:
    textes = ville["accueil"]
    accueil = installer_accueil(titre=mots(textes["titre"]))
    nommer_le_site(f"{reglages().nom_du_portail} – {reglages().nom}")
    if not accueil.bienvenue:
        accueil.title = mots(textes["titre"])
        accueil.chapeau = mots(textes["chapeau"])
        accueil.accroche = mots(textes["accroche"])
        accueil.bienvenue = html(textes["bienvenue"])
        accueil.save_revision().publish()
    return accueil


def _publier(parent: Page, page: Page) -> Page:
    parent.add_child(instance=page)
    page.save_revision().publish()
    return page


def _publication(description, documents) -> Publication:
    titre = mots(description["titre"])
    connue = Publication.objects.filter(titre=titre).first()
    if connue:
        return connue
    publication = Publication(titre=titre, genre=description["genre"])
    publication.versions = [
        VersionDePublication(document=documents[v["document"]], nom=mots(v["nom"]), du=v["du"], au=v.get("au"))
        for v in description["versions"]
    ]
    publication.save()
    return publication


def _page(accueil, description, publications) -> Page:
    parent = accueil
    if "parent" in description:
        parent = RubriquePage.objects.child_of(accueil).get(slug=description["parent"])
    connue = parent.get_children().filter(slug=description["slug"]).first()
    if connue:
        return connue
    page = TYPES[description["type"]](
        title=mots(description["titre"]),
        slug=description["slug"],
        chapeau=mots(description.get("chapeau", "")),
        icone=description["icone"],
        show_in_menus=description.get("menu", False),
    )
    if "corps" in description:
        page.corps = corps(description["corps"])
    if isinstance(page, PageContenu):
        page.dans_le_pied = description.get("pied", False)
    if isinstance(page, ActivitePage):
        for champ in CHAMPS_ACTIVITE:
            setattr(page, champ, mots(description.get(champ, "")))
        page.service = Service.objects.filter(code=description.get("service")).first()
        page.publications = [
            PublicationDActivite(publication=publications[code], sort_order=rang)
            for rang, code in enumerate(description.get("publications", []))
        ]
    if isinstance(page, RappelsPage):
        page.rappels = [
            Rappel(mois=mois, texte=mots(texte), page=_par_chemin(accueil, chemin), sort_order=rang)
            for rang, (mois, texte, chemin) in enumerate(description["rappels"])
        ]
    return _publier(parent, page)


def _par_chemin(accueil, chemin):
    """Give the page of an address of the site (« /menus/ »), or None."""
    return Page.objects.filter(url_path=accueil.url_path + chemin.strip("/") + "/").first() if chemin else None


def corps(blocs: list[dict]) -> list[tuple]:
    """Turn the blocks of a description, one key each, into those of a page's body."""
    return [(nom, ECRITURES[nom](valeur)) for bloc in blocs for nom, valeur in bloc.items()]


ECRITURES = {
    "titre": mots,
    "texte": lambda valeur: _riche(valeur),
    "encadre": lambda v: {
        "titre": mots(v["titre"]), "texte": _riche(v["texte"]), "important": v.get("important", False),
    },
    "etapes": lambda v: [{"titre": mots(titre), "texte": _riche(texte)} for titre, texte in v],
    "questions": lambda v: [{"question": mots(question), "reponse": _riche(reponse)} for question, reponse in v],
    "horaires": lambda v: {
        "titre": mots(v["titre"]),
        "lignes": [{"quand": mots(quand), "horaires": mots(heures)} for quand, heures in v["lignes"]],
    },
    "contact": lambda code: {"service": code},
    "lieux": lambda genre: {"genre": genre},
    "tableau": lambda v: {"titre": mots(v["titre"]), "cellules": v["cellules"].strip()},
    "mairie": lambda _: None,
    "editeur": lambda _: None,
    "plan": lambda _: None,
}  # fmt: skip


def _riche(texte):
    return RichText(html(texte))


def _tuiles(accueil, tuiles):
    if accueil.tuiles.exists():
        return
    pages = {page.slug: page for page in accueil.get_children()}
    for rang, (slug, icone, texte) in enumerate(tuiles):
        Tuile.objects.create(accueil=accueil, page=pages[slug], icone=icone, texte=mots(texte), sort_order=rang)
    accueil.refresh_from_db()
    accueil.save_revision().publish()


def _document(code, description):
    modele = get_document_model()
    connu = modele.objects.filter(title=mots(description["titre"])).first()
    if connu:
        return connu
    contenu = rendre_pdf(
        "demo/document.html",
        en_tete() | {"titre": mots(description["titre"]), "corps": html(description["corps"])},
    )
    document = modele(title=mots(description["titre"]), file_size=len(contenu))
    document.file.save(f"{code}.pdf", ContentFile(contenu), save=True)
    return document


def _image(nom, titre):
    modele = get_image_model()
    titre = f"Dessin : {titre}"
    connue = modele.objects.filter(title=titre).first()
    if connue:
        return connue
    image = modele.objects.create(title=titre, file=ImageFile(BytesIO(dessiner(nom)), name=f"{nom}.png"))
    image.get_renditions(*DECOUPES)
    return image


def _categorie(code, nom):
    categorie, _ = CategorieActualite.objects.get_or_create(code=code, defaults={"nom": mots(nom)})
    return categorie


def _actualite(liste, description, documents, categories):
    if liste.get_children().filter(slug=description["slug"]).exists():
        return
    page = ActualitePage(
        title=mots(description["titre"]),
        slug=description["slug"],
        chapeau=mots(description["chapeau"]),
        icone="actualite",
        date=clock.aujourdhui() - timedelta(days=description["il_y_a"]),
        image=_image(description["dessin"], description["dessin"]),
        image_alternative=mots(description["alternative"]),
        image_decorative=not description["alternative"],
        categorie=categories.get(description.get("categorie")),
        corps=corps(description["corps"]),
    )
    page.documents = [
        DocumentJoint(document=documents[code], sort_order=rang)
        for rang, code in enumerate(description.get("documents", []))
    ]
    _publier(liste, page)


def _adressee(description):
    liste = ActualitesFamillesPage.objects.get()
    if liste.get_children().filter(slug=description["slug"]).exists():
        return
    page = ActualiteAdresseePage(
        title=mots(description["titre"]),
        slug=description["slug"],
        chapeau=mots(description["chapeau"]),
        icone="actualite",
        date=clock.aujourdhui() - timedelta(days=description["il_y_a"]),
        corps=corps(description["corps"]),
        **{champ: description[champ] for champ in CRITERES if champ in description},
    )
    _publier(liste, page)
