"""The child's health sheet and the authorisations: few readers, dated, former answers stay."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from common import clock
from espace_prive.documents.models import Piece
from espace_prive.famille.models.foyers import Enfant, Responsable
from espace_prive.sante.enums import GenreDAutorisation, GenreDePai, Regime


class FicheSanitaire(models.Model):
    """What the staff must know to keep the child safe, and no more: never the nature of a handicap, nor a religion."""

    enfant = models.OneToOneField(Enfant, on_delete=models.CASCADE, related_name="fiche_sanitaire")
    regime = models.CharField("repas", max_length=12, choices=Regime, default=Regime.STANDARD)
    allergies = models.CharField("allergies et intolérances", max_length=500, blank=True)
    attention = models.BooleanField("a besoin d’une attention particulière", default=False)
    consignes = models.CharField("ce que les animateurs doivent savoir", max_length=500, blank=True)

    pai = models.CharField("projet d’accueil individualisé", max_length=10, choices=GenreDePai, blank=True)
    pai_fin = models.DateField("PAI valable jusqu’au", null=True, blank=True)
    pai_panier = models.BooleanField("panier-repas prévu par le PAI", default=False)
    pai_document = models.ForeignKey(
        Piece, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="pai"
    )

    medecin = models.CharField("médecin traitant", max_length=100, blank=True)
    medecin_telephone = models.CharField("téléphone du médecin", max_length=20, blank=True)
    # For each compulsory vaccine, the day of the last injection: {code: "2024-03-05"}.
    vaccins = models.JSONField("vaccins", default=dict, blank=True)
    contre_indication = models.BooleanField("contre-indication médicale à un vaccin", default=False)

    assureur = models.CharField("assurance responsabilité civile", max_length=100, blank=True)
    contrat = models.CharField("numéro de contrat", max_length=60, blank=True)
    assurance_fin = models.DateField("assurance valable jusqu’au", null=True, blank=True)

    modifiee_le = models.DateTimeField("modifiée le", null=True, blank=True, editable=False)
    modifiee_par = models.CharField("modifiée par", max_length=200, blank=True, editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = "fiche sanitaire"
        verbose_name_plural = "fiches sanitaires"
        constraints = [
            models.CheckConstraint(
                condition=Q(pai="") | Q(pai_fin__isnull=False),
                name="pai_fin",
                violation_error_message="Un PAI se revoit chaque année : écrivez jusqu’à quand il est valable.",
            ),
            models.CheckConstraint(
                condition=~Q(regime="panier") | ~Q(pai=""),
                name="panier_avec_pai",
                violation_error_message="Un panier-repas est prévu par un PAI : renseignez d’abord le PAI.",
            ),
        ]

    def __str__(self):
        return f"Fiche sanitaire : {self.enfant}"


class Autorisation(models.Model):
    """A dated answer about a child: a new one ends the former, none is edited, none is erased."""

    enfant = models.ForeignKey(Enfant, on_delete=models.CASCADE, related_name="autorisations")
    genre = models.CharField("autorisation", max_length=10, choices=GenreDAutorisation)
    accordee = models.BooleanField("accordée")
    heure = models.TimeField("à partir de", null=True, blank=True)
    donnee_le = models.DateTimeField("donnée le", default=clock.maintenant)
    finie_le = models.DateTimeField("remplacée le", null=True, blank=True)
    par = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    # It outlives the account.
    par_nom = models.CharField("donnée par", max_length=200)
    par_un_parent = models.BooleanField(default=False)
    # The parent whose answer it is, whoever typed it (« mode super-usager »).
    responsable = models.ForeignKey(
        Responsable, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="autorisations"
    )

    class Meta:
        verbose_name = "autorisation"
        ordering = ["genre", "-donnee_le", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["enfant", "genre"],
                condition=Q(finie_le__isnull=True),
                name="autorisation_une_reponse",
                violation_error_message="Une réponse est déjà en vigueur.",
            ),
            models.CheckConstraint(
                condition=Q(finie_le__isnull=True) | Q(finie_le__gte=F("donnee_le")),
                name="autorisation_dates",
                violation_error_message="Une réponse ne finit pas avant d’être donnée.",
            ),
        ]

    def __str__(self):
        return f"{self.get_genre_display()} : {'oui' if self.accordee else 'non'}"
