"""Compare columns as ``common.accents`` compares texts."""

from django.db.models import F, Func, TextField, Value
from django.db.models.functions import Lower, Replace

from common.accents import TRADUCTION


def comparable(champ):
    """Write the column as ``accents.sans_accents`` writes what is typed; the embedded engine has no unaccent."""
    texte = Replace(Replace(Lower(F(champ)), Value("œ"), Value("oe")), Value("æ"), Value("ae"))
    return Func(texte, Value(TRADUCTION[0]), Value(TRADUCTION[1]), function="translate", output_field=TextField())
