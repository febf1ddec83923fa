"""Reading invoices: whose, what is paid, what is left."""

from django.db import models
from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce

from common import clock
from common.money import ZERO
from espace_prive.famille.acces import portee
from espace_prive.famille.acces.perimetre import perimetre
from espace_prive.famille.models import Appartenance, Foyer
from factures.facturation.enums import EtatFacture, Nature, Recherche

CHIFFRES = 6  # a number is printed on six digits: « 2026-000145 »
MONTANT = models.DecimalField(max_digits=9, decimal_places=2)


def _commence(chiffres):
    """Numbers that are, or begin with, these digits as printed, on six digits."""
    if not chiffres:
        return Q()
    if len(chiffres) > CHIFFRES:
        return Q(numero=int(chiffres[:9]))
    rang = 10 ** (CHIFFRES - len(chiffres))
    debut = int(chiffres) * rang
    return Q(numero__range=(debut, debut + rang - 1)) | Q(numero=int(chiffres))


class FactureQuerySet(models.QuerySet):
    def pour(self, acteur):
        """The invoices of the foyer(s) where the person lives today."""
        return self.filter(payeur__foyer__in=perimetre(acteur).foyers)

    def pour_agent(self, agent):
        """What an agent may read: all, except the children it is barred from by court order, and their homes."""
        fermes = self.filter(lignes__enfant__in=portee.ecartes(agent)).order_by().values("pk")
        return self.exclude(payeur__foyer__in=portee.foyers_fermes(agent)).exclude(pk__in=fermes)

    def avec_reste(self):
        """Annotate ``paye`` (by payments and avoirs), ``reste`` and ``avoir_pk``."""
        return self.annotate(
            avoir_pk=F("avoir__pk"), paye=Coalesce(Sum("imputations__montant"), ZERO, output_field=MONTANT)
        ).annotate(reste=F("total") - F("paye"))

    def non_reglees(self):
        """Still to pay, at least in part; not those that an avoir cancels."""
        reste = F("total") - Coalesce(Sum("imputations__montant"), ZERO, output_field=MONTANT)
        return self.filter(nature=Nature.FACTURE, avoir__isnull=True).annotate(reste=reste).filter(reste__gt=0)

    def echues(self):
        return self.non_reglees().filter(echeance__lt=clock.aujourdhui())

    def sur_papier(self):
        """The invoices that no mail brings: of third parties, of homes that want paper or have no address."""
        joignables = Appartenance.objects.a_prevenir().exclude(responsable__email="").values("foyer")
        return self.exclude(payeur__foyer__facture_papier=False, payeur__foyer__in=joignables)

    def dans_l_etat(self, etat):
        """An ``EtatFacture``, as ``Facture.etat`` tells it, or a ``Recherche``."""
        match etat:
            case Recherche.DUES:
                return self.non_reglees()
            case Recherche.ECHUES:
                return self.echues()
            case Recherche.PAPIER:
                return self.sur_papier()
        if etat == EtatFacture.AVOIR:
            return self.filter(nature=Nature.AVOIR)
        if etat == EtatFacture.ANNULEE:
            return self.filter(avoir__isnull=False)
        vivantes = self.filter(nature=Nature.FACTURE, avoir__isnull=True).avec_reste()
        if etat == EtatFacture.REGLEE:
            return vivantes.filter(reste__lte=0)
        if etat == EtatFacture.PARTIELLE:
            return vivantes.filter(reste__gt=0, paye__gt=0)
        return vivantes.filter(reste__gt=0, paye=0)

    def cherchees(self, texte):
        """By number, whole or begun (« 2026-000145 », « 2026-0001 », « 145 »), by family or name."""
        for mot in texte.split():
            # The name as it is printed, or the family's as the agents' own search finds it.
            voulu = Q(debiteur__icontains=mot)
            if not mot[:1].isdecimal():
                voulu |= Q(payeur__foyer__in=Foyer.objects.recherche(mot))
            exercice, tiret, numero = mot.partition("-")
            if tiret and exercice.isdecimal() and len(exercice) < 6 and (numero.isdecimal() or not numero):
                voulu |= Q(_commence(numero), exercice=int(exercice))
            elif mot.isdecimal() and len(mot) < 9:
                voulu |= _commence(mot) if mot.startswith("0") else Q(numero=int(mot)) | Q(famille_numero=int(mot))
            self = self.filter(voulu)
        return self
