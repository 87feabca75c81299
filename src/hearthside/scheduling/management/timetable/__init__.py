"""The parts of `hearthside timetable`, one module a sub-command."""
