"""What is measured, as ratios, by one command: ``make bench``."""
