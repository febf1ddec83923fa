"""What domains above add to the issuing of invoices; ``facturation`` knows none of them.

Each callable runs in the transaction that issues, under the lock of the régie's series: it writes or raises, and
never speaks to the network. Register in an ``AppConfig.ready``.
"""

from collections.abc import Callable

# hook(avoir=Facture, par=Utilisateur | None): the avoir pays what is left of ``avoir.corrige``; what was already
# paid becomes the payer's credit.
a_l_emission_d_un_avoir: list[Callable] = []

# hook(factures=ids): {id: the payment that waits for its bank}. Where one waits, no page offers to pay.
paiements_en_cours: list[Callable] = []

# hook(factures=list[Facture]): a constant number of queries, whatever the number of invoices.
a_l_emission_de_factures: list[Callable] = []
