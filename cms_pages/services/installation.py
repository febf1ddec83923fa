"""The only writers of the tree of pages and of the rights over it."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    PageViewRestriction,
    Site,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)
from wagtail.rich_text import RichText

from cms_pages.enums import Icone
from cms_pages.models import (
    AccueilPage,
    ActualitesFamillesPage,
    ActualitesPage,
    MenusPage,
    PageContenu,
    RubriquePage,
    TarifsPage,
    Tuile,
)

PAGES_DU_REDACTEUR = ["add_page", "change_page"]
PAGES_DU_PUBLICATEUR = [*PAGES_DU_REDACTEUR, "publish_page", "lock_page", "unlock_page"]
FICHIERS = [f"{verbe}_{quoi}" for quoi in ("image", "document") for verbe in ("add", "change", "choose")]
# What a new town starts with: rubrics in the header, in this order, then the pages of the footer, to be written.
RUBRIQUES = [
    (ActualitesPage, "Actualités", "actualites", Icone.ACTUALITE, False),
    (MenusPage, "Menus", "menus", Icone.MENU, True),
    (RubriquePage, "Activités", "activites", Icone.ACTIVITE, True),
    (TarifsPage, "Tarifs", "tarifs", Icone.TARIF, True),
    (RubriquePage, "Infos pratiques", "infos-pratiques", Icone.INFO, True),
    (PageContenu, "Aide", "aide", Icone.AIDE, False),
]
PAGES_DU_PIED = [
    ("Contact", "contact"),
    ("Mentions légales", "mentions-legales"),
    ("Conditions générales d’utilisation", "conditions-generales"),
    ("Données personnelles", "donnees-personnelles"),
    ("Plan du site", "plan-du-site"),
]
NON_CONFORME = (
    "<p>Ce site n’a pas encore été audité selon le référentiel général d’amélioration de l’accessibilité (RGAA). "
    "En l’absence de résultats d’audit, il est déclaré non conforme.</p>"
)
ACTUALITES_DES_FAMILLES = "Actualités pour vous"
DOCUMENTS_DES_FAMILLES = "Réservés aux familles"
GROUPES_DE_WAGTAIL = ("Editors", "Moderators")
RELECTURE = "Relecture par un publicateur"


def nommer_le_site(nom: str) -> None:
    """Name the site as the admin's home tells it to screen readers; a chosen name stays."""
    Site.objects.filter(is_default_site=True, site_name="").update(site_name=nom)


@transaction.atomic
def installer_accueil(*, titre: str) -> AccueilPage:
    """Make a public home the root of the site, in place of Wagtail's welcome page. Idempotent."""
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    if site and isinstance(site.root_page.specific, AccueilPage):
        return site.root_page.specific
    accueil = AccueilPage.objects.first()
    if accueil is None:
        accueil = AccueilPage(title=titre, slug="accueil-public", bienvenue="")
        Page.get_first_root_node().add_child(instance=accueil)
    if site is None:
        Site.objects.create(hostname="localhost", root_page=accueil, is_default_site=True)
        return accueil
    ancienne, site.root_page = site.root_page, accueil
    site.save()
    if ancienne.depth > 1 and ancienne.specific_class is Page and not ancienne.get_children().exists():
        ancienne.delete()
    return accueil


@transaction.atomic
def installer_rubriques(accueil: AccueilPage):
    """Create the rubrics and the legal pages of a new town under a home without pages; any other stays as it is."""
    if accueil.get_children().exists():
        return
    for genre, titre, slug, icone, tuile in RUBRIQUES:
        page = _publier(accueil, genre(title=titre, slug=slug, icone=icone, show_in_menus=True))
        if tuile:
            Tuile.objects.create(accueil=accueil, page=page, icone=icone, sort_order=accueil.tuiles.count())
    for titre, slug in PAGES_DU_PIED:
        corps = [("plan", None)] if slug == "plan-du-site" else []
        _publier(accueil, PageContenu(title=titre, slug=slug, dans_le_pied=True, corps=corps))
    declaration = [("encadre", {"titre": "Non conforme (audit en cours)", "texte": RichText(NON_CONFORME)})]
    _publier(accueil, PageContenu(title="Accessibilité", slug="accessibilite", corps=declaration))


@transaction.atomic
def installer_actualites_des_familles(accueil: AccueilPage):
    """Create the news' folder for signed-in families, and a collection for its documents. Idempotent."""
    liste = ActualitesPage.objects.child_of(accueil).first()
    if liste is None:
        return
    reservees = ActualitesFamillesPage.objects.first()
    if reservees is None:
        reservees = ActualitesFamillesPage(
            title=ACTUALITES_DES_FAMILLES,
            slug="pour-vous",
            icone=Icone.ACTUALITE,
            chapeau="Ce qui concerne votre famille, et elle seule.",
        )
        _publier(liste, reservees)
    PageViewRestriction.objects.get_or_create(page=reservees, restriction_type=PageViewRestriction.LOGIN)
    racine = Collection.get_first_root_node()
    collection = racine.get_children().filter(name=DOCUMENTS_DES_FAMILLES).first()
    if collection is None:
        collection = racine.add_child(name=DOCUMENTS_DES_FAMILLES)
    CollectionViewRestriction.objects.get_or_create(
        collection=collection, restriction_type=CollectionViewRestriction.LOGIN
    )


def _publier(parent, page):
    parent.add_child(instance=page)
    page.save_revision().publish()
    return page


@transaction.atomic
def installer_droits_des_pages(*, redacteurs: list[Group], publicateurs: list[Group]):
    """Give the groups their rights on pages, images, documents and menus. Idempotent."""
    accueil = AccueilPage.objects.get()
    racine = Collection.get_first_root_node()
    for groupe in (*redacteurs, *publicateurs):
        codes = PAGES_DU_PUBLICATEUR if groupe in publicateurs else PAGES_DU_REDACTEUR
        for droit in Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=codes):
            GroupPagePermission.objects.get_or_create(group=groupe, page=accueil, permission=droit)
        fichiers = Permission.objects.filter(
            content_type__app_label__in=("wagtailimages", "wagtaildocs"), codename__in=FICHIERS
        )
        for droit in fichiers:
            GroupCollectionPermission.objects.get_or_create(group=groupe, collection=racine, permission=droit)
    Group.objects.filter(name__in=GROUPES_DE_WAGTAIL, user=None).delete()
    _installer_relecture(accueil, publicateurs)


def _installer_relecture(accueil, publicateurs):
    """The workflow: what a rédacteur submits waits for a publicateur."""
    tache = GroupApprovalTask.objects.order_by("pk").first()
    if tache is None:
        tache = GroupApprovalTask.objects.create(name=RELECTURE)
    tache.name, tache.active = RELECTURE, True
    tache.save()
    tache.groups.set(publicateurs)
    circuit = Workflow.objects.order_by("pk").first() or Workflow.objects.create(name=RELECTURE)
    circuit.name = RELECTURE
    circuit.save()
    WorkflowTask.objects.get_or_create(workflow=circuit, task=tache)
    WorkflowPage.objects.update_or_create(page=accueil, defaults={"workflow": circuit})
