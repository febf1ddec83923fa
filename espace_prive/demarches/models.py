"""The engine of requests: what was asked, by whom, where it stands. It knows no kind of request."""

import uuid

from django.conf import settings
from django.db import models

from common import clock
from commune.models import Service
from espace_prive.demarches.enums import TONS, EtatDemarche
from espace_prive.famille.acces.perimetre import perimetre
from espace_prive.famille.models import Foyer, Responsable

TITRE_MAX = 200
MOTIF_MAX = 300


def de_l_adulte(adulte: int | None, prefixe="") -> models.Q:
    """The condition « this request is that adult’s », whoever typed it: ``Demarche.adulte``, in SQL."""
    if adulte is None:
        return models.Q(pk__in=())
    par_soi = {f"{prefixe}au_nom_de__isnull": True, f"{prefixe}auteur__responsable": adulte}
    return models.Q(**{f"{prefixe}au_nom_de": adulte}) | models.Q(**par_soi)


class DemarcheQuerySet(models.QuerySet):
    def pour(self, acteur):
        """The requests of the foyer(s) where the person lives today."""
        return self.filter(foyer__in=perimetre(acteur).foyers)


class Demarche(models.Model):
    """One request of a family. ``numero`` comes from the form: idempotency key."""

    numero = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    type = models.CharField(max_length=30)
    titre = models.CharField("titre", max_length=TITRE_MAX)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="demarches")
    foyer = models.ForeignKey(Foyer, on_delete=models.PROTECT, related_name="demarches")
    auteur = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="demarches"
    )
    # The adult for whom the author, an agent, asked (« mode super-usager »): it is that adult's, the answers go there.
    au_nom_de = models.ForeignKey(
        Responsable, null=True, blank=True, on_delete=models.SET_NULL, related_name="demarches_par_un_agent"
    )
    # What it did, in sentences: the first thing that its confirmation and its mail say.
    constat = models.TextField("ce qui a été fait", blank=True)
    etat = models.CharField("état", max_length=10, choices=EtatDemarche, default=EtatDemarche.DEPOSEE)
    deposee_le = models.DateTimeField("déposée le", default=clock.maintenant)
    # What was asked and answered, frozen as shown then: a list of {libelle, detail, montant, etat}.
    recapitulatif = models.JSONField(default=list)

    objects = DemarcheQuerySet.as_manager()

    class Meta:
        verbose_name = "démarche"
        ordering = ["-deposee_le", "-pk"]
        indexes = [models.Index(fields=["foyer", "-deposee_le"], name="demarche_foyer")]

    def __str__(self):
        return self.titre

    @property
    def lignes_refusees(self):
        """The lines of its answer that say no."""
        return [ligne for ligne in self.recapitulatif if ligne.get("etat") == "danger"]

    @property
    def ton(self):
        """The tone of its state: success, warning, danger, info or neutral."""
        return TONS[EtatDemarche(self.etat)]

    @property
    def adulte(self) -> Responsable | None:
        """The adult whose request it is, whoever typed it; None when the account was erased."""
        return self.au_nom_de or getattr(self.auteur, "responsable", None)

    def est_de(self, moi) -> bool:
        """Whether the person of this reach, a Perimetre, made the request."""
        return self.adulte is not None and self.adulte.pk == moi.soi

    @property
    def adresse_de_reponse(self):
        """Where the answers are mailed: to whoever asked, or the adult an agent acted for; empty when unknown."""
        qui = self.au_nom_de or self.auteur
        return qui.email if qui else ""


class Evenement(models.Model):
    """A change of state of a request: from, to, by whom, why, when."""

    demarche = models.ForeignKey(Demarche, on_delete=models.CASCADE, related_name="evenements")
    de = models.CharField(max_length=10, blank=True)
    vers = models.CharField(max_length=10, choices=EtatDemarche)
    par = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    motif = models.CharField(max_length=MOTIF_MAX, blank=True)
    le = models.DateTimeField(default=clock.maintenant)

    class Meta:
        verbose_name = "événement"
        ordering = ["le", "pk"]

    def __str__(self):
        return f"{self.demarche} : {self.get_vers_display()}"
