"""What must survive a restart, and be shared by replicas: the only package that knows SQLAlchemy."""

from bot.store.groups import GroupSettings
from bot.store.sent import Found, Sent
from bot.store.store import Store, StoreError

__all__ = ["Found", "GroupSettings", "Sent", "Store", "StoreError"]
