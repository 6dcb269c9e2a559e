"""What the framework paper means: pure functions over values, standard library only."""
