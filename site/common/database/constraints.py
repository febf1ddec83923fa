"""Database constraints that several domains share."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import BigIntegerRangeField, DateRangeField, RangeOperators
from django.db.models import BigIntegerField, F, Func, Value
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Cast


def sans_chevauchement(nom, *cles, du="du", au="au", condition=None, message):
    """Refuse two rows with the same ``cles`` (foreign keys, by the field's name) whose dates overlap.

    The field's name and not the column's: ``full_clean`` puts the row's own values in place of field names, and would
    compare a column with itself.

    Both bounds are included; an empty ``au`` never ends. Plain GiST: the embedded engine has no btree_gist, so
    that equality of an integer is written as the overlap of one-number ranges.
    """
    periode = Func(du, au, Value("[]"), function="daterange", output_field=DateRangeField())
    return ExclusionConstraint(
        name=nom,
        index_type="gist",
        expressions=[*_egalites(cles), (periode, RangeOperators.OVERLAPS)],
        condition=condition,
        violation_error_message=message,
    )


def demi_journees_sans_chevauchement(nom, *cles, message):
    """Refuse two rows with the same ``cles`` whose half-days (``du``, ``du_demi``, ``au``, ``au_demi``) overlap."""

    def rang(jour, demi):
        jours = Func(jour, template="(%(expressions)s - DATE '2000-01-01')", output_field=BigIntegerField())
        return CombinedExpression(CombinedExpression(jours, "*", Value(2)), "+", F(demi), BigIntegerField())

    etendue = Func(
        rang("du", "du_demi"), rang("au", "au_demi"), Value("[]"), function="int8range",
        output_field=BigIntegerRangeField(),
    )  # fmt: skip
    return ExclusionConstraint(
        name=nom,
        index_type="gist",
        expressions=[*_egalites(cles), (etendue, RangeOperators.OVERLAPS)],
        violation_error_message=message,
    )


def sans_chevauchement_d_ages(nom, *cles, message):
    """Refuse two rows with the same ``cles`` whose ages (``age_min`` to ``age_max``, both included) overlap."""
    ages = Func(
        Cast("age_min", BigIntegerField()), Cast("age_max", BigIntegerField()), Value("[]"), function="int8range",
        output_field=BigIntegerRangeField(),
    )  # fmt: skip
    return ExclusionConstraint(
        name=nom,
        index_type="gist",
        expressions=[*_egalites(cles), (ages, RangeOperators.OVERLAPS)],
        violation_error_message=message,
    )


def _egalites(cles):
    return [
        (
            Func(cle, cle, Value("[]"), function="int8range", output_field=BigIntegerRangeField()),
            RangeOperators.OVERLAPS,
        )
        for cle in cles
    ]
