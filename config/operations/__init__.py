"""The commands of whoever looks after the service, each in a module with ``register(app)``."""

from config.operations import copies, doctor, export

COMMANDS = (copies, doctor, export)
