"""Which hosts are Exchange Online's: EWS is closed there, and Microsoft Graph takes its place."""

from __future__ import annotations

CLOUD_HOSTS = (
    *("outlook.office365.com", "outlook.office.com", "outlook.com", "office365.com"),
    *("outlook.office365.us", "partner.outlook.cn", "outlook.de"),
)


def is_cloud(host: str | None) -> bool:
    """Whether a host is one of Exchange Online's."""
    bare = (host or "").lower().rstrip(".")
    return any(bare == known or bare.endswith("." + known) for known in CLOUD_HOSTS)
