"""What the domains above add to « agir à sa place »."""

from common.registry import Registry

BROUILLONS: Registry[str] = Registry(
    "ouverture.brouillons", "The key of a session that holds a draft of a family's pages."
)
