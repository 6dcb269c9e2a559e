"""The running service as its operator sees it: log, metrics, health, over HTTP where it is wanted."""
