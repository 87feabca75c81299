"""The `hearthside` command."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    """Runs a command: `hearthside demo`, `hearthside import fhir FOLDER`, `hearthside timetable solve …`."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hearthside.config.settings")
    execute_from_command_line(sys.argv)
