"""The only writers of the tree of pages and of the rights over it."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Site,
    Workflow,
    WorkflowPage,
)

from cms_pages.models import AccueilPage

PAGES_DU_REDACTEUR = ["add_page", "change_page"]
PAGES_DU_PUBLICATEUR = [*PAGES_DU_REDACTEUR, "publish_page", "lock_page", "unlock_page"]
FICHIERS = [f"{verbe}_{quoi}" for quoi in ("image", "document") for verbe in ("add", "change", "choose")]
GROUPES_DE_WAGTAIL = ("Editors", "Moderators")
RELECTURE = "Relecture par un publicateur"


@transaction.atomic
def installer_accueil(*, titre: str) -> AccueilPage:
    """Make a public home the root of the site, in place of Wagtail's welcome page; a second call changes nothing."""
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
def installer_droits_des_pages(*, redacteurs: list[Group], publicateurs: list[Group]):
    """Give the groups their rights on pages, images, documents and menus; a second call changes nothing."""
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
    """Let what a rédacteur submits wait for a publicateur."""
    tache = GroupApprovalTask.objects.order_by("pk").first()
    if tache is None:
        tache = GroupApprovalTask.objects.create(name=RELECTURE)
    tache.name, tache.active = RELECTURE, True
    tache.save()
    tache.groups.set(publicateurs)
    circuit = Workflow.objects.order_by("pk").first() or Workflow.objects.create(name=RELECTURE)
    circuit.name = RELECTURE
    circuit.save()
    circuit.workflow_tasks.get_or_create(task=tache)
    WorkflowPage.objects.update_or_create(page=accueil, defaults={"workflow": circuit})
