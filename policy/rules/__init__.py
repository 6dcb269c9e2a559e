"""One small file per rule or pair of sisters: its fields are its parameters, ``evaluate`` is pure."""
