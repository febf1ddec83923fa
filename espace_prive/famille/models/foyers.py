"""Families: households, adults, children, and the dated links between them.

A child is not owned by one household: a separated couple is two foyers, and the child is attached to both.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from common import clock
from common.database.constraints import sans_chevauchement
from common.database.fields import CleDeTri, Derivable, TexteCherche
from common.words import typo
from common.words.adresses import FRANCE, Adresse
from commune.models import AnneeScolaire, Ecole
from espace_prive.comptes.enums import Civilite
from espace_prive.famille import querysets
from espace_prive.famille.acces.perimetre import perimetre
from espace_prive.famille.acces.rules import ce_que_peut
from espace_prive.famille.enums import Genre, Niveau, Qualite


class Foyer(Adresse, Derivable):
    """One household at one address, with its number (printed on letters and invoices) and its quotient."""

    numero = models.PositiveIntegerField("numéro de famille", unique=True)
    nom = models.CharField("nom du foyer", max_length=100)
    adresse = models.CharField("adresse", max_length=200)
    complement = models.CharField("complément d’adresse", max_length=200, blank=True)
    code_postal = models.CharField("code postal", max_length=12)
    ville = models.CharField("ville", max_length=100)
    pays = models.CharField("pays", max_length=2, default=FRANCE)
    hors_commune = models.BooleanField("hors commune", default=False)
    facture_papier = models.BooleanField("factures sur papier", default=False)
    cree_le = models.DateTimeField(default=clock.maintenant, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    efface_le = models.DateTimeField("effacé le", null=True, blank=True, editable=False)
    tri = CleDeTri("nom")
    cherche = TexteCherche("numero", "nom", "adresse", "complement", "code_postal", "ville")

    objects = querysets.FoyerQuerySet.as_manager()

    class Meta:
        verbose_name = "foyer"
        ordering = ["tri", "numero"]
        permissions = [
            ("consulter_dossier", "Peut consulter un dossier famille"),
            ("modifier_dossier", "Peut modifier un dossier famille"),
            ("imprimer_cle", "Peut imprimer une clé enfance"),
            ("consulter_sante", "Peut consulter la santé d’un enfant et ouvrir son PAI"),
            ("tous_les_services", "Peut lire les dossiers de tous les services (guichet unique)"),
            ("regler_dossier", "Peut régler ce qui est vérifié avant d’être appliqué"),
        ]

    @property
    def envoi_des_factures(self) -> str:
        """How its invoices come, in the same words everywhere."""
        return "Sur papier" if self.facture_papier else "Dans l’espace privé, annoncées par courriel"

    def __str__(self):
        return f"Foyer {self.nom} (n°{typo.INSECABLE}{self.numero})"


class Responsable(Derivable):
    utilisateur = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="responsable"
    )
    civilite = models.CharField("civilité", max_length=3, choices=Civilite)
    nom = models.CharField("nom usuel", max_length=100)
    nom_naissance = models.CharField("nom de naissance", max_length=100, blank=True)
    prenoms = models.CharField("prénom(s)", max_length=100)
    naissance = models.DateField("date de naissance", null=True, blank=True)
    email = models.EmailField("adresse électronique", blank=True)
    mobile = models.CharField("téléphone mobile", max_length=20, blank=True)
    telephone = models.CharField("téléphone fixe", max_length=20, blank=True)
    # What the person said when creating the account. The foyer's address, which decides the tariff and goes on
    # invoices, is changed by the service only.
    adresse_indiquee = models.CharField("adresse indiquée", max_length=600, blank=True, editable=False)
    adresse_indiquee_le = models.DateTimeField("adresse indiquée le", null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    efface_le = models.DateTimeField("effacé le", null=True, blank=True, editable=False)
    tri = CleDeTri("nom", "prenoms")
    cherche = TexteCherche("nom", "nom_naissance", "prenoms", "naissance", "email", "mobile", "telephone")

    objects = querysets.ResponsableQuerySet.as_manager()

    class Meta:
        verbose_name = "responsable"
        ordering = ["tri", "pk"]

    def __str__(self):
        return f"{self.prenoms} {self.nom}"

    @property
    def civilite_nom(self):
        return f"{self.get_civilite_display()} {self.nom}"

    def foyer_actuel(self):
        appartenance = self.appartenances.filter(querysets.en_cours()).select_related("foyer").first()
        return appartenance.foyer if appartenance else None

    def liens_avec(self, acteur):
        """This adult's links in force with the children that ``acteur`` may see."""
        return self.liens.filter(
            querysets.en_cours(), restreint=False, enfant__in=perimetre(acteur).enfants
        ).select_related("enfant")


class Appartenance(models.Model):
    """The adult lives in the foyer between two dates: adults move."""

    responsable = models.ForeignKey(Responsable, on_delete=models.CASCADE, related_name="appartenances")
    foyer = models.ForeignKey(Foyer, on_delete=models.CASCADE, related_name="appartenances")
    du = models.DateField("du")
    au = models.DateField("au", null=True, blank=True)

    objects = querysets.AppartenanceQuerySet.as_manager()

    class Meta:
        verbose_name = "appartenance à un foyer"
        verbose_name_plural = "appartenances aux foyers"
        constraints = [
            models.CheckConstraint(
                condition=Q(au__isnull=True) | Q(au__gte=F("du")),
                name="appartenance_dates",
                violation_error_message="La fin précède le début.",
            ),
            sans_chevauchement(
                "appartenance_un_foyer",
                "responsable",
                message="Cette personne est déjà dans un foyer à ces dates.",
            ),
        ]

    def __str__(self):
        return f"{self.responsable} · {self.foyer}"


class Enfant(Derivable):
    """A child of the town: one row, whatever the number of homes."""

    nom = models.CharField("nom", max_length=100)
    prenom = models.CharField("prénom", max_length=100)
    naissance = models.DateField("date de naissance")
    genre = models.CharField("genre", max_length=1, choices=Genre, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    efface_le = models.DateTimeField("effacé le", null=True, blank=True, editable=False)
    tri = CleDeTri("nom", "prenom")
    cherche = TexteCherche("nom", "prenom", "naissance")

    objects = querysets.EnfantQuerySet.as_manager()

    class Meta:
        verbose_name = "enfant"
        ordering = ["naissance", "tri"]

    def __str__(self):
        return f"{self.prenom} {self.nom}"

    @property
    def initiale(self):
        return self.prenom[:1].upper()

    def scolarite_actuelle(self):
        jour = clock.aujourdhui()
        return self.scolarites.filter(annee__du__lte=jour, annee__au__gte=jour).select_related("ecole__lieu").first()


class LienParental(models.Model):
    """Who is what to the child, between two dates; ``restreint`` hides everything from the adult (court order)."""

    enfant = models.ForeignKey(Enfant, on_delete=models.CASCADE, related_name="liens")
    responsable = models.ForeignKey(Responsable, on_delete=models.CASCADE, related_name="liens")
    qualite = models.CharField("qualité", max_length=10, choices=Qualite)
    autorite_parentale = models.BooleanField("autorité parentale", default=True)
    restreint = models.BooleanField("accès retiré par une décision de justice", default=False)
    du = models.DateField("du")
    au = models.DateField("au", null=True, blank=True)

    class Meta:
        verbose_name = "lien parental"
        verbose_name_plural = "liens parentaux"
        constraints = [
            sans_chevauchement("lien_unique", "enfant", "responsable", message="Ce lien existe déjà."),
        ]

    def __str__(self):
        return f"{self.responsable}, {self.get_qualite_display()} {typo.de(self.enfant)}"

    @property
    def droits(self):
        return ce_que_peut(autorite_parentale=self.autorite_parentale, restreint=self.restreint)


class Rattachement(models.Model):
    """The child lives in the foyer, wholly or partly, between two dates; two at once are two homes."""

    enfant = models.ForeignKey(Enfant, on_delete=models.CASCADE, related_name="rattachements")
    foyer = models.ForeignKey(Foyer, on_delete=models.CASCADE, related_name="rattachements")
    du = models.DateField("du")
    au = models.DateField("au", null=True, blank=True)

    class Meta:
        verbose_name = "rattachement"
        constraints = [
            sans_chevauchement(
                "rattachement_unique",
                "enfant",
                "foyer",
                message="L’enfant est déjà rattaché à ce foyer.",
            ),
        ]

    def __str__(self):
        return f"{self.enfant} · {self.foyer}"


class Payeur(models.Model):
    """Who is billed: a foyer, or a third party (child welfare, CCAS)."""

    foyer = models.OneToOneField(Foyer, null=True, blank=True, on_delete=models.PROTECT, related_name="payeur")
    nom = models.CharField("nom du tiers", max_length=150, blank=True)
    adresse = models.TextField("adresse du tiers", blank=True)

    objects = querysets.PayeurQuerySet.as_manager()

    class Meta:
        verbose_name = "payeur"
        constraints = [
            models.CheckConstraint(
                condition=(Q(foyer__isnull=False) & Q(nom="")) | (Q(foyer__isnull=True) & ~Q(nom="")),
                name="payeur_foyer_ou_tiers",
                violation_error_message="Un payeur est un foyer ou un tiers nommé.",
            ),
        ]

    def __str__(self):
        return self.nom or str(self.foyer)


class Scolarite(models.Model):
    enfant = models.ForeignKey(Enfant, on_delete=models.CASCADE, related_name="scolarites")
    annee = models.ForeignKey(AnneeScolaire, on_delete=models.PROTECT, related_name="scolarites")
    ecole = models.ForeignKey(Ecole, on_delete=models.PROTECT, related_name="scolarites")
    niveau = models.CharField("niveau", max_length=3, choices=Niveau)
    classe = models.CharField("classe", max_length=60, blank=True)

    class Meta:
        verbose_name = "scolarité"
        constraints = [
            models.UniqueConstraint(
                fields=["enfant", "annee"],
                name="scolarite_une_par_an",
                violation_error_message="L’enfant a déjà une école pour cette année.",
            ),
        ]

    def __str__(self):
        return f"{self.enfant} : {self.ecole}, {self.niveau}"


class SortieScolaire(models.Model):
    """From that school year on the child is in no school of the town: what was paid for it was ended, or kept on."""

    enfant = models.ForeignKey(Enfant, on_delete=models.CASCADE, related_name="sorties_scolaires")
    annee = models.ForeignKey(AnneeScolaire, on_delete=models.PROTECT, related_name="+")
    motif = models.CharField("motif", max_length=300)
    engagements_gardes = models.BooleanField("ce qui était payé continue", default=False)
    par_nom = models.CharField("notée par", max_length=200)
    le = models.DateTimeField("notée le", default=clock.maintenant)

    class Meta:
        verbose_name = "sortie de l’école"
        verbose_name_plural = "sorties de l’école"
        constraints = [
            models.UniqueConstraint(
                fields=["enfant", "annee"],
                name="sortie_une_par_an",
                violation_error_message="La sortie de l’enfant est déjà notée pour cette année.",
            ),
        ]

    def __str__(self):
        return f"{self.enfant} : hors des écoles depuis {self.annee}"
