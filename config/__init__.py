"""What differs per deployment: settings, organisation files, the command; ``bootstrap`` joins it all."""
