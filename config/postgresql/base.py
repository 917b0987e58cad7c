"""Django's PostgreSQL, which looks at the connection before a request uses it and does not ask the server.

Asked each time, the server answers `SELECT 1` as often as it writes votes. A server that has gone has closed
its end, and that can be read from the connection itself.
"""

import select

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection to PostgreSQL whose health is seen without a question, as long as it is silent."""

    def is_usable(self) -> bool:
        """Whether the connection can be used; the server is asked only where it has sent something.

        It sends nothing unasked but that it ends the connection, or a notice.
        """
        if self.connection is None or self.connection.closed:
            return False
        poll = select.poll()
        poll.register(self.connection.fileno(), select.POLLIN | select.POLLHUP | select.POLLERR)
        return not poll.poll(0) or bool(super().is_usable())
