"""What an adult may see and do of a child, in one table. Pure.

A parent without authority keeps the right to follow the child's life at school (Code civil, art. 373-1), not to decide
nor to read the health sheet. Whoever a court order bars sees nothing, the child's home included. The other home's
address, telephones, income and invoices are nobody's but its own: no link ever opens them.

| | authority | without authority | barred by court order |
|---|---|---|---|
| see the child, its school, its month, at whose home it is | yes | yes | no |
| book, cancel, report an absence, at the cost of the own home | yes | yes | no |
| read and change the entourage, the health sheet, the authorisations, the school | yes | no | no |
| ask for a change of custody | yes | no | no |
"""

VOIR, RESERVER, TENIR_LE_DOSSIER, GARDE = "voir", "reserver", "tenir_le_dossier", "garde"

_TABLE = {
    "autorite": frozenset({VOIR, RESERVER, TENIR_LE_DOSSIER, GARDE}),
    "sans_autorite": frozenset({VOIR, RESERVER}),
    "restreint": frozenset(),
}


def ce_que_peut(*, autorite_parentale: bool, restreint: bool) -> frozenset[str]:
    if restreint:
        return _TABLE["restreint"]
    return _TABLE["autorite" if autorite_parentale else "sans_autorite"]
