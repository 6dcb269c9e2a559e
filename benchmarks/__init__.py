"""Figures as ratios, each measured in one process beside what it is compared with."""
