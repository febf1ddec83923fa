"""Sessions in the database, as Django keeps them; every page starts by reading one, with a statement already written.

Named by SESSION_ENGINE.
"""

from django.contrib.sessions.backends.db import SessionStore as SessionEnBase
from django.db.models.functions import Now

from common.lectures import lecture


@lecture
def _valides(*, cle):
    # The real time, as Django sets the expiry by it: a frozen clock keeps nobody signed in.
    return SessionStore.get_model_class().objects.filter(session_key=cle, expire_date__gt=Now())


class SessionStore(SessionEnBase):
    def _get_session_from_db(self):
        valides = _valides(cle=self.session_key)
        if not valides:
            self._session_key = None
            return None
        return valides[0]
