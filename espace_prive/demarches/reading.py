"""Where a request is read in full, and taken back; by the family, by the staff."""

from espace_prive.demarches.extensions import PAGES


def est_lisible(demarche, page: str) -> bool:
    """Whether a person given that ``page`` of the request reads its answer: a type without pages hides none."""
    return bool(page) or PAGES.get(demarche.type) is None


def page_de(moi, demarche) -> str:
    """The page of that request for a reader of reach ``moi``; empty when it has none that this person opens."""
    page = PAGES.get(demarche.type)
    return page.adresse(moi, demarche) if page else ""


def page_pour_agent(agent, demarche) -> str:
    """The page where this agent reads the whole request; empty when its type has none that this agent opens."""
    page = PAGES.get(demarche.type)
    return page.pour_agent(agent, demarche) if page else ""


def est_reservee_pour(agent, demarche) -> bool:
    """Whether what was asked stays closed to this agent: its type says where it is read, or the agent only reads."""
    return PAGES.get(demarche.type) is not None or not agent.has_perm("famille.modifier_dossier")
