"""What the service may do in a folder, as Exchange sums it up."""

from __future__ import annotations

from collections.abc import Mapping

from connectors import ews_requests
from connectors.errors import Unavailable
from connectors.ews_calls import Calls
from connectors.ews_errors import ToldError, in_words
from connectors.ews_messages import only
from connectors.ews_names import M_, T_, GarbledError
from connectors.model import Mailbox

NEEDED = ("Read", "CreateContents", "Modify", "Delete", "ViewPrivateItems")


def rights_in(calls: Calls, mailbox: Mailbox, folder: str) -> Mapping[str, bool]:
    """Rights by name; empty where the server does not tell. Raises ConnectorError."""
    try:
        payload = ews_requests.folder(mailbox.address, folder)
        message = only(calls.read("GetFolder", payload, mailbox.address))
    except ToldError as told:
        raise in_words(told) from told
    except GarbledError as error:
        raise Unavailable(str(error)) from error
    rights = message.find(f"{M_}Folders/*/{T_}EffectiveRights")
    if rights is None:
        return {}
    return {right.tag[len(T_) :]: (right.text or "").lower() == "true" for right in rights}
