"""Roles and the services that each agent reads: their only writer."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction

from common import journal
from common.actions import ActionJournal
from common.database.locks import lock
from common.errors import Refus
from common.words.noms import cle_de_tri
from espace_prive.comptes.enums import Role
from espace_prive.comptes.models import Habilitation

CHANGEE = (
    "Les services de cette personne viennent d’être changés depuis une autre page. Rien n’a été écrasé : lisez la "
    "version à jour, puis recommencez."
)
ACCES_ADMIN = "wagtailadmin.access_admin"
# What editors keep beside pages.
EDITION = [
    f"cms_pages.{verbe}_{quoi}"
    for quoi in ("menu", "bilanegalim", "categorieactualite", "publication")
    for verbe in ("add", "change", "delete", "view")
]
# The town's own rows: an administrator keeps them all; a publicateur keeps what visitors read of them.
COMMUNE = [
    f"commune.{verbe}_{quoi}"
    for quoi in ("service", "lieu", "ecole", "regie", "anneescolaire", "vacances", "jourferie")
    for verbe in ("add", "change", "delete", "view")
]
COORDONNEES = [f"commune.{verbe}_{quoi}" for quoi in ("service", "lieu", "ecole") for verbe in ("change", "view")]
AGENT_DE_SERVICE = [
    ACCES_ADMIN,
    "famille.consulter_dossier",
    "famille.modifier_dossier",
    "famille.imprimer_cle",
    "famille.consulter_sante",
    "activites.fermer_jour",
    "activites.consulter_effectifs",
    "pointage.voir_listes",
    "pointage.pointer",
    "pointage.voir_cuisine",
    "planning.juger_absences",
    "campagnes.tenir_campagnes",
    "interventions.intervenir",
    "attente.tenir_les_attentes",
    "tarifs.view_grille",
    "messagerie.view_message",
]
# What each role of the staff may do, as app.codename. Permissions on pages come with the page tree.
PERMISSIONS = {
    Role.REDACTEUR: [ACCES_ADMIN, *EDITION],
    Role.PUBLICATEUR: [ACCES_ADMIN, *EDITION, "commune.change_reglages", *COORDONNEES],
    # The desk: the same work for the families of all services, and what opens their spaces.
    Role.AGENT: [
        *AGENT_DE_SERVICE,
        "famille.tous_les_services",
        "ouverture.ouvrir_espaces",
        "ouverture.agir_pour_famille",
    ],
    # Only the families of their services (``famille.acces.portee``); no search, no sending across the town.
    Role.AGENT_DE_SERVICE: AGENT_DE_SERVICE,
    # The same work, and what the service's activities look like: occupancy, refusals, receipts in sums.
    Role.RESPONSABLE: [*AGENT_DE_SERVICE, "planning.view_reservation", "facturation.view_cloture"],
    # The groups and places that were entrusted to them, on the day itself, and nothing else.
    Role.ANIMATEUR: [ACCES_ADMIN, "pointage.voir_listes", "pointage.pointer", "pointage.voir_sante"],
    Role.REGISSEUR: [
        ACCES_ADMIN,
        "tarifs.view_grille",
        "tarifs.add_grille",
        "tarifs.change_grille",
        "facturation.view_facture",
        "facturation.cloturer",
        "facturation.corriger",
        "facturation.consulter_tableau",
        "famille.consulter_dossier",
        "famille.tous_les_services",
    ],
    Role.ADMINISTRATEUR: [
        ACCES_ADMIN,
        *EDITION,
        "commune.change_reglages",
        *COMMUNE,
        "messagerie.view_message",
        "messagerie.lire_tous",
        "comptes.add_utilisateur",
        "comptes.change_utilisateur",
        "common.view_rapportdemenage",
        "common.change_courriel",
        "famille.regler_dossier",
        "famille.tous_les_services",
        "famille.consulter_dossier",
        "famille.modifier_dossier",
        "famille.imprimer_cle",
        "ouverture.ouvrir_espaces",
        "ouverture.agir_pour_famille",
        "famille.consulter_sante",
        "activites.fermer_jour",
        "activites.consulter_effectifs",
        "pointage.voir_listes",
        "pointage.pointer",
        "pointage.voir_cuisine",
        "planning.juger_absences",
        "interventions.intervenir",
        "attente.tenir_les_attentes",
        "activites.regler_activites",
        "planning.view_reservation",
        "facturation.view_cloture",
        "tarifs.view_grille",
        "tarifs.add_grille",
        "tarifs.change_grille",
        "facturation.view_facture",
        "facturation.cloturer",
        "facturation.corriger",
        "facturation.consulter_tableau",
    ],
}


def habilitations_de(utilisateur) -> set[tuple[int, int | None]]:
    """What the agent reads: pairs of a service and a place, None for the whole service."""
    return set(Habilitation.objects.filter(utilisateur=utilisateur).values_list("service", "lieu"))


@transaction.atomic
def habiliter(utilisateur, paires, *, connues, par) -> None:
    """Let the agent read these pairs and no other; a whole service needs none of its places.

    ``connues``: the pairs that the page showed; if others are there now, Refus, and nothing is overwritten.
    """
    lock(utilisateur)
    entiers = {service for service, lieu in paires if lieu is None}
    apres = {(service, lieu) for service, lieu in paires if lieu is None or service not in entiers}
    avant = habilitations_de(utilisateur)
    if avant == apres:
        return
    if avant != set(connues):
        raise Refus(CHANGEE, code="version")
    for service, lieu in avant - apres:
        Habilitation.objects.filter(utilisateur=utilisateur, service=service, lieu=lieu).delete()
    Habilitation.objects.bulk_create(
        Habilitation(utilisateur=utilisateur, service_id=service, lieu_id=lieu) for service, lieu in apres - avant
    )
    siennes = Habilitation.objects.filter(utilisateur=utilisateur).select_related("service", "lieu")
    noms = sorted((f"{h.service.nom} : {h.lieu.nom}" if h.lieu else h.service.nom for h in siennes), key=cle_de_tri)
    journal.noter(ActionJournal.SERVICES_D_UN_AGENT, utilisateur, par=par, services=noms)


def installer_roles():
    """Create the groups of the staff with their permissions. Idempotent."""
    nommees = {nom for permissions in PERMISSIONS.values() for nom in permissions}
    connues = {
        f"{app}.{code}": pk
        for app, code, pk in Permission.objects.filter(
            codename__in=[nom.partition(".")[2] for nom in nommees]
        ).values_list("content_type__app_label", "codename", "pk")
    }
    groupes = {role: Group.objects.get_or_create(name=role.label)[0] for role in PERMISSIONS}
    donnees = set(Group.permissions.through.objects.values_list("group", "permission"))
    for role, permissions in PERMISSIONS.items():
        voulues = {connues[nom] for nom in permissions}
        if {permission for groupe, permission in donnees if groupe == groupes[role].pk} != voulues:
            groupes[role].permissions.set(voulues)
    return groupes
