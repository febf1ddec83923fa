"""Pure rules of the ways in: how long a request without a key waits."""

from datetime import timedelta

# A request that nobody answered goes after a year, as an answered one does: the school year that it was for is over,
# and who still wants a space asks again. Agents are warned for the last month.
SANS_REPONSE, DERNIERE_ALERTE = timedelta(days=365), timedelta(days=30)
