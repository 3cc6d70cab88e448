"""Turns parts of binary frames into the fields that JSON frames have, as the comments of frame.proto say."""

from tickwall.v1.frame_pb2 import Part

FIELD_NAMES = {number: name for name, number in Part.Field.items()}
PRICES = {"LAST", "BID", "ASK", "HIGH", "LOW", "OPEN", "PREV_CLOSE"}
SIZES = {"LAST_SIZE", "BID_SIZE", "ASK_SIZE"}
TIMES = {"TICK_AT", "QUOTE_AT", "SESSION"}


def camel(name: str) -> str:
    first, *others = name.lower().split("_")
    return first + "".join(word.capitalize() for word in others)


def decimal(units: int, scale: int, places: int | None) -> str:
    """units / 10^scale with that many places, or without zeros at the end of the fraction."""
    digits = str(abs(units)).rjust(scale + 1, "0")
    whole, fraction = digits[: len(digits) - scale], digits[len(digits) - scale :]
    fraction = fraction.rstrip("0") if places is None else fraction.ljust(places, "0")
    return ("-" if units < 0 else "") + whole + ("." + fraction if fraction else "")


class Row:
    """Numbers in a row, read from its shape on."""

    def __init__(self, values):
        self.values = iter(values)
        shape = next(self.values)
        self.presence = shape >> 10
        self.price_scale = shape & 0xF
        self.size_scale = shape >> 5 & 0xF
        places = self.count() if self.has("PLACES") else self.price_scale * 32 + self.size_scale
        self.price_places = places // 32 if shape & 0x10 else None
        self.size_places = places % 32 if shape & 0x200 else None
        self.before: dict[str, int] = {}

    def has(self, field: str) -> bool:
        return self.presence >> Part.Field.Value(field) & 1 == 1

    def count(self) -> int:
        return next(self.values)

    def difference(self, kind: str) -> int:
        value = self.count()
        self.before[kind] = self.before.get(kind, 0) + ((value >> 1) ^ -(value & 1))
        return self.before[kind]

    def price(self) -> str:
        return decimal(self.difference("price"), self.price_scale, self.price_places)

    def size(self) -> str:
        return decimal(self.count(), self.size_scale, self.size_places)

    def total(self, scale: int) -> str:
        return decimal(self.count(), scale, None)


def quote_fields(row: Row) -> dict:
    fields: dict = {}
    for number in sorted(FIELD_NAMES):
        name = FIELD_NAMES[number]
        if number >= 32 or name == "PLACES" or not row.has(name):
            continue
        key = camel(name)
        if name in PRICES:
            fields[key] = row.price()
        elif name in SIZES:
            fields[key] = row.size()
        elif name in TIMES:
            fields[key] = row.difference("time")
        elif name == "VOLUME":
            fields[key] = row.total(row.size_scale)
        elif name == "TURNOVER":
            fields[key] = row.total(row.price_scale + row.size_scale)
        elif name == "TRADES":
            fields[key] = row.count()
        elif name == "DECIMALS":
            price, size = divmod(row.count(), 32)
            fields[key] = {"price": price, "size": size}
        elif name == "PARTIAL":
            fields[key] = True
        elif name == "LAST_SIDE":
            fields["lastSide"] = "buy"
        elif name == "LAST_SIDE_SELL":
            fields["lastSide"] = "sell"
    return fields


def trades(row: Row, texts) -> list:
    items = []
    for marks in row.values:
        offset = row.difference("offset")
        time = row.difference("time")
        price = next(texts) if marks & 0x10 else row.price()
        size = next(texts) if marks & 0x20 else row.size()
        id_kind = marks >> 2 & 3
        trade_id = None if id_kind == 0 else str(row.difference("id")) if id_kind == 1 else next(texts)
        items.append([offset, time, price, size, [None, "buy", "sell"][marks & 3], trade_id])
    return items


def bars(row: Row, texts) -> list:
    items = []
    for marks in row.values:
        open_time = row.difference("time")
        prices = [next(texts) if marks >> place & 1 else row.price() for place in range(4)]
        volume = next(texts) if marks & 0x10 else row.total(row.size_scale)
        items.append([open_time, *prices, volume, row.count()])
    return items


def points(seconds, values) -> list:
    items, second = [], 0
    for index, step in enumerate(seconds):
        second += (step >> 1) ^ -(step & 1)
        items.append([second, *values[index * 3 : index * 3 + 3]])
    return items


def fields_of(part: Part) -> dict:
    """The fields of a snapshot's state, or those that a delta changes; None where a field ceased to exist."""
    texts = iter(part.texts)
    fields = quote_fields(Row(part.quote)) if part.quote else {}
    for number in part.text_fields:
        text = next(texts)
        # A number that is not known is of a newer server; so below.
        if number in FIELD_NAMES:
            fields[camel(FIELD_NAMES[number])] = text
    for name in ("value", "at", "unit", "min", "max", "avg", "count", "size", "lost"):
        if part.HasField(name):
            fields[name] = getattr(part, name)
    if part.trades:
        fields["items"] = trades(Row(part.trades), texts)
    elif part.bars:
        fields["items"] = bars(Row(part.bars), texts)
    elif part.seconds:
        fields["items"] = points(part.seconds, part.points)
    elif "size" in fields:
        fields["items"] = []
    for number in part.removed:
        if number in FIELD_NAMES:
            fields[camel(FIELD_NAMES[number])] = None
    return fields
