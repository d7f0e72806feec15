"""What must survive a restart, and be shared by replicas: the only package that knows SQLAlchemy."""

from bot.store.groups import GroupSettings
from bot.store.sent import THREAD, Found, Sent
from bot.store.store import Store, StoreError

__all__ = ["THREAD", "Found", "GroupSettings", "Sent", "Store", "StoreError"]
