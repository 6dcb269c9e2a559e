"""The commands of whoever looks after the service, each in a module with ``register(app)``."""

from config.operations import (
    confirming,
    copies,
    doctor,
    export,
    forgetting,
    pausing,
    status,
)

COMMANDS = (status, doctor, confirming, pausing, export, forgetting, copies)
