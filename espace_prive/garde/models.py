"""Whose day it is: explicit half-days, and the rhythm that they were made from."""

from dataclasses import asdict
from datetime import date

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q

from common import clock
from common.database.constraints import demi_journees_sans_chevauchement
from common.web.memory import forget
from espace_prive.famille.models.foyers import Enfant, Foyer, Responsable
from espace_prive.garde import querysets
from espace_prive.garde.enums import TONS_DES_SWAPS, DemiJournee, EtatDeSwap, FormeDeGarde
from espace_prive.garde.rules import Borne, Rythme, Sejour
from espace_prive.garde.rules_swaps import MOT_MAX


class RythmeDeGarde(models.Model):
    """The last rhythm set for a child, which makes next year's periods; ``anciens``: those before it."""

    enfant = models.OneToOneField(Enfant, on_delete=models.CASCADE, related_name="rythme")
    forme = models.CharField("rythme", max_length=10, choices=FormeDeGarde)
    premier = models.ForeignKey(Foyer, on_delete=models.CASCADE, related_name="+", verbose_name="premier foyer")
    second = models.ForeignKey(
        Foyer, null=True, blank=True, on_delete=models.CASCADE, related_name="+", verbose_name="second foyer"
    )
    change_jour = models.PositiveSmallIntegerField("jour du changement", default=4)
    change_demi = models.PositiveSmallIntegerField("moment", choices=DemiJournee, default=DemiJournee.APRES_MIDI)
    parite = models.CharField("semaines", max_length=8, blank=True)
    repere = models.DateField("un jour d’une semaine", null=True, blank=True)
    grille = models.CharField(max_length=28, blank=True)
    vacances = models.CharField("vacances", max_length=8, blank=True)
    moitie_paire = models.PositiveSmallIntegerField(default=0)
    du = models.DateField("à partir du")
    au = models.DateField("jusqu’au")
    enregistre_le = models.DateTimeField(default=clock.maintenant, editable=False)
    # Those that it came after, each until the eve of the next: what is taken back in the past knows its rule.
    anciens = models.JSONField(default=list, editable=False, encoder=DjangoJSONEncoder)
    # The first day that it no longer says: the row stays for the former rules, until a new rhythm is set.
    arrete_depuis = models.DateField("arrêté depuis le", null=True, editable=False)

    class Meta:
        verbose_name = "rythme de garde"
        verbose_name_plural = "rythmes de garde"

    def __str__(self):
        return f"{self.enfant} : {self.get_forme_display()}"

    def regle(self) -> Rythme:
        return Rythme(
            forme=self.forme, foyers=(self.premier_id, self.second_id or self.premier_id),
            change=(self.change_jour, self.change_demi), parite=self.parite, repere=self.repere, grille=self.grille,
            vacances=self.vacances, moitie_paire=self.moitie_paire,
        )  # fmt: skip

    def regles(self) -> list[tuple[date, date, Rythme]]:
        """(rule, first day, last day), the former ones first; a stopped one is a former one."""
        lus = [
            (date.fromisoformat(a["du"]), date.fromisoformat(a["au"]), _relire(a["regle"])) for a in self.anciens
        ]  # fmt: skip
        return lus if self.arrete_depuis else [*lus, (self.du, self.au, self.regle())]

    def jusqu_a(self, veille: date) -> list[dict]:
        """All of them in the form of ``anciens``, once another begins the day after ``veille``."""
        return [
            {"du": du.isoformat(), "au": min(au, veille).isoformat(), "regle": asdict(regle)}
            for du, au, regle in self.regles()
            if du <= veille
        ]


def _relire(regle: dict) -> Rythme:
    repere = regle["repere"] and date.fromisoformat(str(regle["repere"]))
    return Rythme(**regle | {nom: tuple(regle[nom]) for nom in ("foyers", "change")} | {"repere": repere})


class PeriodeDeGarde(models.Model):
    """The child is at this home from one half-day to another, both included; never at two at once.

    ``main``: typed by somebody (an exception to the rhythm), with the reason. A new rhythm leaves it as it is.
    """

    enfant = models.ForeignKey(Enfant, on_delete=models.CASCADE, related_name="gardes")
    foyer = models.ForeignKey(Foyer, on_delete=models.CASCADE, related_name="gardes")
    du = models.DateField("du")
    du_demi = models.PositiveSmallIntegerField("moment", choices=DemiJournee, default=DemiJournee.MATIN)
    au = models.DateField("au")
    au_demi = models.PositiveSmallIntegerField("moment", choices=DemiJournee, default=DemiJournee.APRES_MIDI)
    main = models.BooleanField("saisie à la main", default=False, editable=False)
    motif = models.CharField("motif", max_length=200, blank=True)

    objects = querysets.GardeQuerySet.as_manager()

    class Meta:
        verbose_name = "période de garde"
        verbose_name_plural = "périodes de garde"
        ordering = ["du", "du_demi"]
        indexes = [models.Index(fields=["enfant", "au"], name="garde_enfant")]
        constraints = [
            models.CheckConstraint(
                condition=Q(au__gt=F("du")) | Q(au=F("du"), au_demi__gte=F("du_demi")),
                name="garde_dates",
                violation_error_message="La fin de cette période précède son début.",
            ),
            models.CheckConstraint(
                condition=Q(du_demi__lte=1, au_demi__lte=1),
                name="garde_demi_journees",
                violation_error_message="Une journée a un matin et un après-midi.",
            ),
            demi_journees_sans_chevauchement(
                "garde_un_foyer",
                "enfant",
                message="L’enfant est déjà dans un foyer à ce moment-là.",
            ),
        ]

    def __str__(self):
        return f"{self.enfant} : {self.foyer}, du {self.du:%d/%m/%Y} au {self.au:%d/%m/%Y}"

    def sejour(self) -> Sejour:
        return Sejour(
            self.foyer_id, Borne(self.du, self.du_demi), Borne(self.au, self.au_demi), main=self.main, motif=self.motif
        )


class Swap(models.Model):
    """Days that one home offers to change with the other: what is given, what is taken, and the answer.

    Its half-days are rows (``DemiDeSwap``). ``repond_a``: the proposal that this one answers otherwise.
    """

    # Where the children about whom one waits are kept for half a second (``common.web.memory``).
    MEMOIRE = "swaps"

    numero = models.UUIDField("numéro", unique=True, editable=False)
    enfant = models.ForeignKey(Enfant, on_delete=models.CASCADE, related_name="swaps")
    de = models.ForeignKey(Foyer, on_delete=models.CASCADE, related_name="swaps_proposes", verbose_name="proposé par")
    a = models.ForeignKey(Foyer, on_delete=models.CASCADE, related_name="swaps_recus", verbose_name="proposé à")
    propose_par = models.ForeignKey(
        Responsable, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name="par"
    )
    propose_le = models.DateTimeField("le", default=clock.maintenant)
    mot = models.CharField("mot", max_length=MOT_MAX, blank=True)
    # Its first and its last day: what is not answered by then is over.
    du = models.DateField("du")
    au = models.DateField("au")
    etat = models.CharField("état", max_length=8, choices=EtatDeSwap, default=EtatDeSwap.PROPOSE)
    repondu_le = models.DateTimeField("répondu le", null=True)
    repondu_par = models.ForeignKey(Responsable, null=True, on_delete=models.SET_NULL, related_name="+")
    reponse = models.CharField("réponse", max_length=MOT_MAX, blank=True)
    repond_a = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="reponses")
    # What the yes changed, to be undone: the stays of before, and by key what each domain above changed with it.
    traces = models.JSONField(default=dict, editable=False, encoder=DjangoJSONEncoder)

    objects = querysets.SwapQuerySet.as_manager()

    class Meta:
        verbose_name = "échange de jours de garde"
        verbose_name_plural = "échanges de jours de garde"
        ordering = ["-propose_le", "-pk"]
        indexes = [models.Index(fields=["enfant", "etat"], name="swap_enfant")]
        constraints = [
            models.CheckConstraint(condition=Q(du__lte=F("au")), name="swap_dates"),
            models.CheckConstraint(condition=~Q(de=F("a")), name="swap_deux_foyers"),
            models.CheckConstraint(
                condition=Q(etat=EtatDeSwap.PROPOSE, repondu_le__isnull=True)
                | (~Q(etat=EtatDeSwap.PROPOSE) & Q(repondu_le__isnull=False)),
                name="swap_reponse_datee",
            ),
        ]

    def __str__(self):
        return f"{self.enfant}, du {self.du:%d/%m/%Y} au {self.au:%d/%m/%Y}"

    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)
        forget(self.MEMOIRE)

    @property
    def attend(self) -> bool:
        """It may still be answered."""
        return self.etat == EtatDeSwap.PROPOSE and self.du >= clock.aujourdhui()

    @property
    def etat_montre(self) -> EtatDeSwap:
        """Its state for people: over on the day after its first one, whether the night has come or not."""
        fini = self.etat == EtatDeSwap.PROPOSE and not self.attend
        return EtatDeSwap.EXPIRE if fini else EtatDeSwap(self.etat)

    @property
    def ton(self) -> str:
        return TONS_DES_SWAPS[self.etat_montre]

    @property
    def libelle(self) -> str:
        return self.etat_montre.label


class DemiDeSwap(models.Model):
    """A half-day of a swap: ``donne``, the home that proposes gives it; else it takes it."""

    swap = models.ForeignKey(Swap, on_delete=models.CASCADE, related_name="demis")
    jour = models.DateField("jour")
    demi = models.PositiveSmallIntegerField("moment", choices=DemiJournee)
    donne = models.BooleanField("donné")

    class Meta:
        verbose_name = "demi-journée d’un échange"
        verbose_name_plural = "demi-journées d’un échange"
        ordering = ["jour", "demi"]
        constraints = [models.UniqueConstraint(fields=["swap", "jour", "demi"], name="demi_de_swap_unique")]

    def __str__(self):
        return f"{self.jour:%d/%m/%Y} {self.get_demi_display()}"

    @property
    def borne(self) -> Borne:
        return Borne(self.jour, self.demi)
