"""Timetables of university courses (ITC-2007 track 3), an outside test of the search that makes weeks."""
