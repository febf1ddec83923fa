"""The only writers of the town's data: its official calendars, its days off, its description."""

from commune.services.annees import (
    calendrier,
    chomer,
    dans_les_courriels,
    importer_annee,
    jours_a_chomer,
    noter_correction,
    reglages,
    renommer_chome,
    service_a_appeler,
    travailler,
)
from commune.services.installation import installer_ville

__all__ = [
    "calendrier",
    "chomer",
    "dans_les_courriels",
    "importer_annee",
    "installer_ville",
    "jours_a_chomer",
    "noter_correction",
    "reglages",
    "renommer_chome",
    "service_a_appeler",
    "travailler",
]
