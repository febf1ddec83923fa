"""The town: its settings, services, places, schools, régies and calendar. The lowest domain."""

from commune.models.calendrier import AnneeScolaire, JourFerie, Vacances
from commune.models.lieux import Ecole, Lieu, Regie, Service
from commune.models.reglages import TELEPHONE, Reglages

__all__ = ["TELEPHONE", "AnneeScolaire", "Ecole", "JourFerie", "Lieu", "Regie", "Reglages", "Service", "Vacances"]
