from tests.reservations.conftest import ouverte

__all__ = ["ouverte"]
