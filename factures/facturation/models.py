"""What is to bill, and the invoices. Issued rows never change: a trigger of the database refuses it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Round

from common import clock
from common.database.fields import longueur
from commune.models import Lieu, Regie
from espace_prive.famille.models import Enfant, Payeur
from factures.facturation.enums import EtatCloture, EtatFacture, Nature
from factures.facturation.phrases import quantite_en_mots
from factures.facturation.querysets import FactureQuerySet
from factures.tarifs.enums import UniteDePrix
from factures.tarifs.models import Grille
from reservations.activites.enums import NatureConsommation
from reservations.activites.models import Activite, Formule

# « Restauration scolaire : repas », and what a surcharge and its correction add to it.
LIBELLE_MAX = longueur((Activite, "nom"), (Formule, "nom"), entre=" : ") + len(
    ", majoration sans réservation, régularisation"
)
# Rounded once, half up, on the whole.
MONTANT_JUSTE = Q(montant=Round(models.F("quantite") * models.F("prix_unitaire"), precision=2))


class Consommation(models.Model):
    """The billing journal: one thing to bill, whatever it comes from, its price and why.

    Written again from what each domain says (``activites.extensions.A_CONSOMMER``) until an invoice bills it
    (``Facturee``); a trigger then freezes it, until an avoir frees it.
    """

    nature = models.CharField(max_length=20, choices=NatureConsommation)
    source_type = models.CharField(max_length=40)
    source_id = models.BigIntegerField()
    # The later decision for which this corrects an invoice; 0: the thing itself.
    decision = models.BigIntegerField(default=0)
    regie = models.ForeignKey(Regie, on_delete=models.PROTECT, related_name="consommations")
    payeur = models.ForeignKey(Payeur, on_delete=models.PROTECT, related_name="consommations")
    enfant = models.ForeignKey(Enfant, null=True, on_delete=models.PROTECT, related_name="consommations")
    activite = models.ForeignKey(Activite, null=True, on_delete=models.PROTECT, related_name="consommations")
    formule = models.ForeignKey(Formule, null=True, on_delete=models.PROTECT, related_name="consommations")
    lieu = models.ForeignKey(Lieu, null=True, on_delete=models.PROTECT, related_name="consommations")
    du = models.DateField()
    au = models.DateField()
    quantite = models.DecimalField(max_digits=9, decimal_places=2)
    unite = models.CharField(max_length=12, choices=UniteDePrix)
    prix_unitaire = models.DecimalField(max_digits=9, decimal_places=2)
    montant = models.DecimalField(max_digits=9, decimal_places=2)
    quotient = models.DecimalField(max_digits=9, decimal_places=2, null=True)
    grille = models.ForeignKey(Grille, null=True, on_delete=models.PROTECT, related_name="consommations")
    libelle = models.CharField(max_length=LIBELLE_MAX)
    explication = models.CharField(max_length=300)

    class Meta:
        verbose_name = "consommation"
        constraints = [
            # The source first: it is by its source that a thing already billed is found.
            models.UniqueConstraint(
                fields=["source_id", "source_type", "nature", "decision"], name="consommation_unique"
            ),
            models.CheckConstraint(condition=MONTANT_JUSTE, name="consommation_montant"),
            models.CheckConstraint(condition=Q(du__lte=models.F("au")), name="consommation_dates"),
        ]
        indexes = [models.Index(fields=["regie", "du", "payeur"], name="consommation_mois")]

    def __str__(self):
        return f"{self.libelle} {self.du:%d/%m/%Y} {self.montant}"


class Serie(models.Model):
    """The last number given by a régie in a year; locked by whoever issues, so that no number is missing."""

    regie = models.ForeignKey(Regie, on_delete=models.PROTECT, related_name="series")
    exercice = models.PositiveSmallIntegerField()
    dernier = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "série de numéros"
        verbose_name_plural = "séries de numéros"
        constraints = [models.UniqueConstraint(fields=["regie", "exercice"], name="serie_unique")]

    def __str__(self):
        return f"{self.regie} {self.exercice} : {self.dernier}"


class Cloture(models.Model):
    """The closing of a month of a régie, by batches of payers, in the background, with its progress."""

    regie = models.ForeignKey(Regie, on_delete=models.PROTECT, related_name="clotures")
    mois = models.DateField(help_text="Le premier jour du mois.")
    echeance = models.DateField("date limite de paiement")
    etat = models.CharField(max_length=10, choices=EtatCloture, default=EtatCloture.EN_COURS)
    payeurs = models.PositiveIntegerField(default=0)
    factures_emises = models.PositiveIntegerField(default=0)
    # Payers are taken in ascending id, and this one is done: where the next batch starts.
    dernier_payeur = models.BigIntegerField(default=0, editable=False)
    lancee_le = models.DateTimeField(default=clock.maintenant)
    lancee_par = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    terminee_le = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "clôture mensuelle"
        verbose_name_plural = "clôtures mensuelles"
        ordering = ["-mois"]
        permissions = [
            ("cloturer", "Peut clôturer un mois"),
            ("corriger", "Peut corriger une facture par un avoir"),
            ("consulter_tableau", "Peut consulter le tableau de bord de la régie"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["regie", "mois"], name="cloture_unique"),
            models.CheckConstraint(condition=Q(mois__day=1), name="cloture_premier_du_mois"),
        ]

    def __str__(self):
        return f"{self.regie} {self.mois:%m/%Y}"


class Facture(models.Model):
    """An issued invoice, or an avoir: of the invoice that it cancels (``corrige``), or of a closing that gives back
    more than it asks (``cloture``). Debtor and children are frozen on it.
    """

    regie = models.ForeignKey(Regie, on_delete=models.PROTECT, related_name="factures")
    exercice = models.PositiveSmallIntegerField("exercice")
    numero = models.PositiveIntegerField("numéro")
    nature = models.CharField(max_length=10, choices=Nature, default=Nature.FACTURE)
    payeur = models.ForeignKey(Payeur, on_delete=models.PROTECT, related_name="factures")
    cloture = models.ForeignKey(Cloture, null=True, on_delete=models.PROTECT, related_name="factures")
    mois = models.DateField(help_text="Le premier jour du mois facturé.")
    emise_le = models.DateTimeField(default=clock.maintenant)
    echeance = models.DateField("à payer avant le", null=True)
    total = models.DecimalField("total", max_digits=9, decimal_places=2)
    # As it was when issued: it outlives the family's moves and the family's erasure.
    famille_numero = models.PositiveIntegerField("numéro de famille", null=True)
    debiteur = models.TextField("débiteur")
    adresse = models.TextField("adresse")
    corrige = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="avoir")
    motif = models.CharField("motif de la correction", max_length=200, blank=True)

    objects = FactureQuerySet.as_manager()

    class Meta:
        verbose_name = "facture"
        ordering = ["-emise_le", "-numero"]
        constraints = [
            models.UniqueConstraint(fields=["regie", "exercice", "numero"], name="facture_numero_unique"),
            models.UniqueConstraint(fields=["cloture", "payeur"], name="facture_une_par_cloture_et_payeur"),
            models.CheckConstraint(
                condition=Q(nature=Nature.FACTURE, total__gte=0, corrige__isnull=True)
                | Q(nature=Nature.AVOIR, total__lte=0) & ~Q(motif="") & ~Q(corrige__isnull=True, total=0),
                name="facture_nature",
            ),
        ]
        indexes = [models.Index(fields=["payeur", "-emise_le"], name="facture_payeur")]

    def __str__(self):
        return f"{self.get_nature_display().capitalize()} {self.reference}"

    @property
    def reference(self):
        """« 2026-000145 », as printed."""
        return f"{self.exercice}-{self.numero:06d}"

    @property
    def est_avoir(self):
        return self.nature == Nature.AVOIR

    @property
    def etat(self):
        """Needs ``avec_reste()``."""
        if self.est_avoir:
            return EtatFacture.AVOIR
        if self.avoir_pk:
            return EtatFacture.ANNULEE
        if self.reste <= 0:
            return EtatFacture.REGLEE
        return EtatFacture.PARTIELLE if self.paye else EtatFacture.NON_REGLEE

    @property
    def est_en_retard(self):
        """Something is left to pay after the due date; needs ``avec_reste()``."""
        return self.etat.est_due and self.echeance is not None and self.echeance < clock.aujourdhui()


class LigneFacture(models.Model):
    """A line: a child, a thing, a quantity at a unit price, and how that price came about."""

    facture = models.ForeignKey(Facture, on_delete=models.PROTECT, related_name="lignes")
    enfant = models.ForeignKey(Enfant, null=True, on_delete=models.SET_NULL, related_name="+")
    enfant_nom = models.CharField(max_length=longueur((Enfant, "prenom"), (Enfant, "nom")))
    libelle = models.CharField(max_length=LIBELLE_MAX)
    du = models.DateField()
    au = models.DateField()
    jours = models.JSONField(default=list)
    quantite = models.DecimalField(max_digits=9, decimal_places=2)
    unite = models.CharField(max_length=12, choices=UniteDePrix, default=UniteDePrix.REPAS)
    prix_unitaire = models.DecimalField(max_digits=9, decimal_places=2)
    montant = models.DecimalField(max_digits=9, decimal_places=2)
    explication = models.CharField(max_length=300)

    class Meta:
        verbose_name = "ligne de facture"
        verbose_name_plural = "lignes de facture"
        ordering = ["facture", "pk"]
        constraints = [
            models.CheckConstraint(condition=MONTANT_JUSTE, name="ligne_montant"),
        ]

    def __str__(self):
        return f"{self.libelle} × {self.quantite}"

    @property
    def quantite_en_mots(self) -> str:
        """« 12 », « 6 quarts d’heure »."""
        return quantite_en_mots(self.quantite, self.unite)


class Facturee(models.Model):
    """This consommation is billed by this line; unique, so that nothing is billed twice. An avoir frees it."""

    consommation = models.OneToOneField(Consommation, on_delete=models.PROTECT, related_name="facturee")
    ligne = models.ForeignKey(LigneFacture, on_delete=models.PROTECT, related_name="facturees")

    class Meta:
        verbose_name = "consommation facturée"
        verbose_name_plural = "consommations facturées"

    def __str__(self):
        return str(self.consommation)
