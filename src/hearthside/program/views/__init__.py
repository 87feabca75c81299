"""Pages of the program, for staff: everybody reads, whoever may edit changes."""
