"""What is left to bill of a thing, once a decision made an issued invoice wrong. Pure."""

from reservations.activites.rules_consommations import AConsommer

# By thing: how it is billed, +1 or -1 by decision; 0 is the thing itself.
Facturees = dict[tuple[str, str, int], dict[int, int]]


def ce_qui_reste(c: AConsommer, facturees: Facturees, *, clos: bool) -> AConsommer | None:
    """Give what is to be billed of ``c`` now, or None: its quantity is negative where an invoice is taken back.

    All that is billed of a thing must come to what is due of it, whatever the order of decisions and closings, and
    whatever is cancelled by an avoir and billed again. ``clos``: the month of the thing was closed.
    """
    billees = facturees.get(c.chose, {})
    if not c.decisions:
        return _la_chose(c, billees)
    ecart = c.due - sum(billees.values())
    if not ecart:
        return None
    if 0 not in billees:
        # No invoice has it. Its own month will, or has just missed it: only then is it asked with this one.
        return c if c.due and clos else None
    libres = [decision for decision in c.decisions if decision not in billees]
    return c._replace(decision=libres[-1], quantite=c.quantite if ecart > 0 else -c.quantite) if libres else None


def _la_chose(c: AConsommer, billees: dict[int, int]) -> AConsommer | None:
    """The thing in its own month: once; and again, due or not, when what corrects it is billed without it."""
    if 0 in billees:
        return None
    return c if c.due - sum(billees.values()) > 0 else None
