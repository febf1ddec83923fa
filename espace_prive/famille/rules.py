"""Pure rules of families: school years that follow each other."""

from datetime import date, timedelta

# Longer than any summer, shorter than a school year.
ETE = timedelta(days=120)


def se_suivent(fin: date, debut: date) -> bool:
    return timedelta(0) < debut - fin < ETE
