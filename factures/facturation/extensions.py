"""What the domains above add to the issuing of invoices; ``facturation`` knows none of them.

Invoices are issued under the lock of the régie's series: a registered callable writes or raises, and never uses the
network.
"""

from collections.abc import Callable

from common.registry import Registry

A_L_EMISSION_D_UN_AVOIR: Registry[Callable] = Registry(
    "facturation.a_l_emission_d_un_avoir",
    "hook(avoir=Facture, par=Utilisateur | None), in the transaction that issues: the avoir pays what is left of "
    "``avoir.corrige``; what was already paid becomes the payer's credit.",
)
A_L_EMISSION_DE_FACTURES: Registry[Callable] = Registry(
    "facturation.a_l_emission_de_factures",
    "hook(factures=list[Facture]), in the transaction that issues: a constant number of statements.",
)
PAIEMENTS_EN_COURS: Registry[Callable] = Registry(
    "facturation.paiements_en_cours",
    "hook(factures=ids) gives {id: the payment that waits for its bank}. Where one waits, no page offers to pay.",
)
