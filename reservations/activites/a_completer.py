"""What the registrations miss: the quotient that prices them."""

from espace_prive.famille.extensions.a_completer import ACompleter
from reservations.activites.portee import sans_quotient

SANS_QUOTIENT = ACompleter(
    cle="sans-quotient",
    titre="Foyers sans quotient familial",
    pourquoi="Ils paient une inscription : sans quotient, le tarif le plus élevé s’applique.",
    permission="famille.consulter_dossier",
    lire=sans_quotient,
)
