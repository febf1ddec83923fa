"""Tariff grids, dated, with the deliberation that voted them. The grids shown to visitors are these very rows."""

from decimal import Decimal

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from common.database.constraints import sans_chevauchement
from factures.tarifs import rules
from factures.tarifs.enums import (
    Arrondi,
    Assiette,
    BorneDeTranche,
    FormeMajoration,
    FormeTarif,
    Fratrie,
    ModeExterieur,
    NatureMajoration,
    Public,
    UniteDePrix,
)
from factures.tarifs.querysets import GrilleQuerySet
from reservations.activites.models import Activite, Formule


def montant(nom, **options):
    return models.DecimalField(nom, max_digits=9, decimal_places=2, null=True, blank=True, **options)


class Grille(models.Model):
    """The grid of one formule between two dates, as the town voted it.

    What it holds beside its brackets depends on ``forme``; a deferred trigger refuses a grid that is not whole at the
    end of the transaction. Once it has priced what is billed, ``facturee_jusquau`` says until when (written by a
    trigger), and nothing of it changes any more but its end: a new version takes over from a date.
    """

    formule = models.ForeignKey(Formule, on_delete=models.PROTECT, related_name="grilles")
    nom = models.CharField("nom", max_length=120)
    pour = models.PositiveSmallIntegerField("s’applique à", choices=Public, default=Public.TOUS)
    du = models.DateField("s’applique du")
    au = models.DateField("au", null=True, blank=True)
    deliberation = models.CharField("délibération", max_length=120, blank=True)
    unite = models.CharField("prix par", max_length=12, choices=UniteDePrix, default=UniteDePrix.REPAS)
    forme = models.CharField("forme", max_length=20, choices=FormeTarif, default=FormeTarif.TRANCHES)
    borne = models.CharField(
        "borne comprise", max_length=12, choices=BorneDeTranche, default=BorneDeTranche.SUPERIEURE
    )
    arrondi = models.CharField("arrondi", max_length=10, choices=Arrondi, default=Arrondi.PROCHE)
    prix_exceptionnel = montant(
        "prix du repas exceptionnel", help_text="Affiché dans la grille ; ne s’applique pas aux repas réservés."
    )

    assiette = models.CharField("le taux s’applique à", max_length=10, choices=Assiette, default=Assiette.QUOTIENT)
    plancher = montant("prix minimum")
    plafond = montant("prix maximum")
    assiette_min = montant("quotient ou ressources retenus au minimum")
    assiette_max = montant("quotient ou ressources retenus au maximum")
    multiple = models.PositiveSmallIntegerField("nombre de fois", default=1)
    supplement = models.DecimalField("part fixe ajoutée", max_digits=9, decimal_places=2, default=Decimal("0.00"))
    arrondir_avant = models.BooleanField("arrondir avant de multiplier", default=False)

    exterieur = models.CharField("hors commune", max_length=10, choices=ModeExterieur, default=ModeExterieur.MEME_PRIX)
    exterieur_valeur = montant("majoration (en %) ou prix unique hors commune")
    fratrie = models.CharField("fratrie", max_length=10, choices=Fratrie, default=Fratrie.AUCUNE)
    reductions = ArrayField(models.DecimalField(max_digits=5, decimal_places=2), default=list, blank=True)

    facturee_jusquau = models.DateField(null=True, blank=True, editable=False)

    objects = GrilleQuerySet.as_manager()

    class Meta:
        verbose_name = "grille tarifaire"
        verbose_name_plural = "grilles tarifaires"
        ordering = ["formule", "pour", "-du"]
        constraints = [
            sans_chevauchement(
                "grille_sans_chevauchement",
                "formule",
                "pour",
                message="Une autre grille s’applique déjà à ces dates.",
            ),
            models.CheckConstraint(
                condition=Q(au__isnull=True) | Q(au__gte=F("du")),
                name="grille_dates",
                violation_error_message="La fin précède le début.",
            ),
            models.CheckConstraint(
                condition=~Q(forme=FormeTarif.EFFORT) | Q(plafond__isnull=False) | Q(assiette_max__isnull=False),
                name="grille_effort_plafond",
                violation_error_message="Indiquez le prix maximum : c’est lui que paient les quotients inconnus.",
            ),
            models.CheckConstraint(
                condition=(Q(plancher__isnull=True) | Q(plancher__gte=0))
                & (Q(plafond__isnull=True) | Q(plafond__gte=0))
                & (Q(plancher__isnull=True) | Q(plafond__isnull=True) | Q(plancher__lte=F("plafond"))),
                name="grille_plancher_plafond",
                violation_error_message="Le prix minimum dépasse le prix maximum.",
            ),
            models.CheckConstraint(
                condition=(Q(assiette_min__isnull=True) | Q(assiette_min__gte=0))
                & (Q(assiette_max__isnull=True) | Q(assiette_max__gte=0))
                & (
                    Q(assiette_min__isnull=True)
                    | Q(assiette_max__isnull=True)
                    | Q(assiette_min__lte=F("assiette_max"))
                ),
                name="grille_assiette",
                violation_error_message="Le minimum retenu dépasse le maximum retenu.",
            ),
            models.CheckConstraint(
                condition=Q(multiple__gte=1)
                & Q(supplement__gte=0)
                & (Q(prix_exceptionnel__isnull=True) | Q(prix_exceptionnel__gte=0)),
                name="grille_montants",
                violation_error_message="Un prix ne peut pas être négatif.",
            ),
            models.CheckConstraint(
                condition=Q(
                    exterieur__in=[ModeExterieur.MAJORATION, ModeExterieur.PRIX],
                    exterieur_valeur__isnull=False,
                    exterieur_valeur__gte=0,
                )
                | Q(exterieur__in=[ModeExterieur.MEME_PRIX, ModeExterieur.COLONNE], exterieur_valeur__isnull=True),
                name="grille_exterieur",
                violation_error_message="Indiquez la majoration ou le prix des familles hors commune.",
            ),
        ]

    def __str__(self):
        return f"{self.nom} (à partir du {self.du:%d/%m/%Y})"

    def bareme(self) -> rules.Bareme:
        """The grid as a pure value; callers that read many prefetch its ``tranches``."""
        lignes = list(self.tranches.all())
        exterieur = None
        if self.exterieur != ModeExterieur.MEME_PRIX:
            exterieur = rules.Exterieur(self.exterieur, self.exterieur_valeur)
        return rules.Bareme(
            regle=self._effort(lignes) if self.forme == FormeTarif.EFFORT else self._par_tranches(lignes),
            fratrie="" if self.fratrie == Fratrie.AUCUNE else self.fratrie,
            reductions=tuple(self.reductions),
            exterieur=exterieur,
            arrondi=self.arrondi,
        )

    def _effort(self, lignes):
        return rules.TauxEffort(
            taux=tuple(t.taux for t in sorted(lignes, key=lambda t: t.colonne)),
            plancher=self.plancher,
            plafond=self.plafond,
            multiple=self.multiple,
            supplement=self.supplement,
            sur=self.assiette,
            assiette_min=self.assiette_min,
            assiette_max=self.assiette_max,
            arrondir_avant=self.arrondir_avant,
        )

    def _par_tranches(self, lignes):
        rangees = {}
        for ligne in lignes:
            rangees.setdefault(ligne.jusqua, {})[ligne.colonne] = ligne
        return rules.ParTranches(
            tuple(_rangee(jusqua, cellules) for jusqua, cellules in rangees.items()),
            borne_haute_comprise=self.borne == BorneDeTranche.SUPERIEURE,
        )


def _rangee(jusqua, cellules):
    exterieur = cellules.get(Tranche.HORS_COMMUNE)
    colonnes = [cellules[c] for c in sorted(cellules) if c != Tranche.HORS_COMMUNE]
    return rules.Tranche(
        jusqua,
        tuple(c.prix for c in colonnes),
        prix_haut=colonnes[0].prix_haut if colonnes else None,
        exterieur=exterieur.prix if exterieur else None,
    )


class Tranche(models.Model):
    """A cell of a grid: in ``colonne``, quotients up to ``jusqua`` (empty for the last ones) pay ``prix``.

    Columns are for siblings, from 1; column 0 is for those who live outside the town. In a grid by rate the cell
    holds a ``taux``, in percent, and no price.
    """

    HORS_COMMUNE = 0

    grille = models.ForeignKey(Grille, on_delete=models.CASCADE, related_name="tranches")
    jusqua = montant("quotient jusqu’à")
    colonne = models.PositiveSmallIntegerField("colonne", default=1)
    prix = montant("prix")
    prix_haut = montant("prix en haut de la tranche")
    taux = models.DecimalField("taux (en %)", max_digits=7, decimal_places=4, null=True, blank=True)

    class Meta:
        verbose_name = "tranche"
        ordering = [F("jusqua").asc(nulls_last=True), "colonne"]
        constraints = [
            models.UniqueConstraint(
                fields=["grille", "jusqua", "colonne"], nulls_distinct=False, name="tranche_unique"
            ),
            models.CheckConstraint(
                condition=(Q(prix__isnull=True) | Q(prix__gte=0)) & (Q(jusqua__isnull=True) | Q(jusqua__gte=0)),
                name="tranche_prix",
                violation_error_message="Un prix ne peut pas être négatif.",
            ),
            models.CheckConstraint(
                condition=Q(prix__isnull=False, taux__isnull=True)
                | Q(prix__isnull=True, taux__isnull=False, taux__gte=0, taux__lte=100, jusqua__isnull=True),
                name="tranche_prix_ou_taux",
                violation_error_message="Une tranche a un prix ou un taux, entre 0 et 100 %.",
            ),
            models.CheckConstraint(
                condition=Q(prix_haut__isnull=True)
                | Q(prix_haut__gte=F("prix"), jusqua__isnull=False, colonne__gte=1),
                name="tranche_prix_haut",
                violation_error_message="Dans une tranche bornée, le prix du haut n’est pas inférieur à celui du bas.",
            ),
        ]

    def __str__(self):
        valeur = f"{self.taux} %" if self.taux is not None else self.prix
        return f"jusqu’à {self.jusqua} : {valeur}" if self.jusqua is not None else f"au-delà : {valeur}"


class Majoration(models.Model):
    """What the town adds to the price of an activity for an act past its deadline, or without booking, or absent."""

    activite = models.ForeignKey(Activite, on_delete=models.PROTECT, related_name="majorations")
    nature = models.PositiveSmallIntegerField("pour", choices=NatureMajoration)
    forme = models.CharField("forme", max_length=10, choices=FormeMajoration, default=FormeMajoration.MONTANT)
    valeur = models.DecimalField("montant ou pourcentage", max_digits=7, decimal_places=2)
    du = models.DateField("s’applique du")
    au = models.DateField("au", null=True, blank=True)
    deliberation = models.CharField("délibération", max_length=120, blank=True)

    class Meta:
        verbose_name = "majoration"
        ordering = ["activite", "nature", "-du"]
        constraints = [
            sans_chevauchement(
                "majoration_sans_chevauchement", "activite", "nature",
                message="Une autre majoration s’applique déjà à ces dates.",
            ),
            models.CheckConstraint(
                condition=Q(au__isnull=True) | Q(au__gte=F("du")),
                name="majoration_dates",
                violation_error_message="La fin précède le début.",
            ),
            models.CheckConstraint(
                condition=Q(valeur__gt=0) & (Q(forme=FormeMajoration.MONTANT) | Q(valeur__lte=1000)),
                name="majoration_valeur",
                violation_error_message="La majoration est plus grande que zéro, et de 1 000 % au plus.",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.activite} : {self.get_nature_display()}, à partir du {self.du:%d/%m/%Y}"
