"""Which operations there are."""

from __future__ import annotations

from tests.simulators.ews.exchange import Operation
from tests.simulators.ews.finding import find_item, get_item, sync_folder_items
from tests.simulators.ews.looking_up import (
    convert_id,
    get_folder,
    get_server_time_zones,
    resolve_names,
)
from tests.simulators.ews.writing import create_item, delete_item, update_item

OPERATIONS: dict[str, Operation] = {
    "ConvertId": convert_id,
    "CreateItem": create_item,
    "DeleteItem": delete_item,
    "FindItem": find_item,
    "GetFolder": get_folder,
    "GetItem": get_item,
    "GetServerTimeZones": get_server_time_zones,
    "ResolveNames": resolve_names,
    "SyncFolderItems": sync_folder_items,
    "UpdateItem": update_item,
}
