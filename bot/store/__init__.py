"""What must survive a restart, and be shared by replicas: the only package that knows SQLAlchemy."""

from bot.store.groups import GroupSettings
from bot.store.inbox import Asked, Item
from bot.store.sent import PART, THREAD, Found, Sent
from bot.store.stats import Hit, Tally
from bot.store.store import NoStoreError, Store, StoreAwayError, StoreError
from bot.store.to_tell import Telling

__all__ = [
    "PART",
    "THREAD",
    "Asked",
    "Found",
    "GroupSettings",
    "Hit",
    "Item",
    "NoStoreError",
    "Sent",
    "Store",
    "StoreAwayError",
    "StoreError",
    "Tally",
    "Telling",
]
