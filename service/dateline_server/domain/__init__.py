"""Values only: no I/O, no clock, standard library only."""
