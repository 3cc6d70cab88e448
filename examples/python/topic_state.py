"""What a client holds of one topic: snapshots replace it, deltas change it."""

from bisect import bisect_left


class TopicState:
    def __init__(self) -> None:
        self.epoch = ""
        self.offset = -1
        self.lost = 0
        self.fields: dict = {}

    def snapshot(self, epoch: str, offset: int, fields: dict) -> None:
        self.epoch, self.offset, self.lost, self.fields = epoch, offset, 0, fields

    def delta(self, offset: int, changes: dict) -> bool:
        """False when it ends before what is held: state never goes back."""
        if offset < self.offset:
            return False
        self.offset = offset
        self.lost += changes.pop("lost", 0)
        incoming = changes.pop("items", [])
        for field, value in changes.items():
            if value is None:
                self.fields.pop(field, None)
            else:
                self.fields[field] = value
        if incoming:
            self._merge(incoming)
        return True

    def _merge(self, incoming: list) -> None:
        """Equal identities (the first value of an item) replace, others are inserted in order, the newest stay."""
        items = self.fields.setdefault("items", [])
        for item in incoming:
            place = bisect_left(items, item[0], key=lambda held: held[0])
            if place < len(items) and items[place][0] == item[0]:
                items[place] = item
            else:
                items.insert(place, item)
        size = self.fields.get("size")
        if size is not None:
            del items[: max(0, len(items) - size)]
