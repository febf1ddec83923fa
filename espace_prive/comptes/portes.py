"""Doors that the domains above close on an agent."""

# Each gives, for an agent, the ids of the families' accounts that it neither reads, nor their messages, nor changes.
COMPTES_FERMES = []
