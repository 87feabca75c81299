"""Django's PostgreSQL backend over the embedded server, which starts at the first connection."""

from pathlib import Path
from typing import Any

from django.db.backends.postgresql import base

from hearthside.config.embedded.server import socket_folder


class DatabaseWrapper(base.DatabaseWrapper):
    """Finds the server's socket when a connection is needed, so commands without a database never start one."""

    def get_connection_params(self) -> dict[str, Any]:
        """Connection parameters with the socket folder as host."""
        self.settings_dict["HOST"] = socket_folder(Path(self.settings_dict["DATA_FOLDER"]))
        return super().get_connection_params()
