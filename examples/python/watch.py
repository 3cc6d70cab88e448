"""
Watches topics over tickwall.v1.binary and prints each change as one line: topic, offset, state as JSON.

    python watch.py quote/usdm:BTCUSDT trades/usdm:BTCUSDT
    python watch.py --gateway ws://host:8080/ws --max-hz 1 metric/web-1/cpu.utilization
"""

import argparse
import json
import time

from websockets.sync.client import ClientConnection, connect

from parts import fields_of
from tickwall.v1.frame_pb2 import Frame
from topic_state import TopicState

ACK_SECONDS = 1.0


class Watch:
    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.topics: dict[int, str] = {}
        self.states: dict[str, TopicState] = {}
        self.last_n = 0
        self.acked_at = 0.0

    def subscribe(self, topics: list[str], max_hz: float) -> None:
        # Frames come in the binary form, everything else is JSON text, in both directions.
        self.socket.send(json.dumps({"type": "subscribe", "id": 1, "topics": topics, "maxHz": max_hz}))

    def run(self) -> None:
        for message in self.socket:
            if isinstance(message, bytes):
                self.frame(Frame.FromString(message))
                self.acknowledge()
            else:
                self.control(json.loads(message))

    def control(self, message: dict) -> None:
        match message["type"]:
            case "subscribed":
                for answer in message["topics"]:
                    self.topics[answer["ref"]] = answer["topic"]
                    self.states[answer["topic"]] = TopicState()
                for answer in message["rejected"]:
                    raise SystemExit(f"{answer['topic']}: {answer['message']}")
            case "error":
                raise SystemExit(f"{message['code']}: {message['message']}")

    def frame(self, frame: Frame) -> None:
        if frame.HasField("prev") and frame.prev > self.last_n:
            # A client that goes on would now subscribe again, with its positions.
            raise SystemExit("a frame was lost")
        self.last_n = frame.n
        for part in frame.snapshots:
            topic = self.topics[part.ref]
            self.states[topic].snapshot(part.epoch, part.offset, fields_of(part))
            self.show(topic)
        for part in frame.deltas:
            topic = self.topics[part.ref]
            if self.states[topic].delta(part.offset, fields_of(part)):
                self.show(topic)

    def acknowledge(self) -> None:
        """Once a second, so that the server knows when this client falls behind."""
        now = time.monotonic()
        if now - self.acked_at >= ACK_SECONDS:
            self.acked_at = now
            self.socket.send(json.dumps({"type": "ack", "n": self.last_n}))

    def show(self, topic: str) -> None:
        state = self.states[topic]
        print(topic, state.offset, json.dumps(state.fields, separators=(",", ":")), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description="Watches topics over tickwall.v1.binary.")
    parser.add_argument("--gateway", default="ws://localhost:8080/ws")
    parser.add_argument("--max-hz", type=float, default=2)
    parser.add_argument("topics", nargs="+")
    options = parser.parse_args()
    with connect(options.gateway, subprotocols=["tickwall.v1.binary"], max_size=None) as socket:
        watch = Watch(socket)
        watch.subscribe(options.topics, options.max_hz)
        try:
            watch.run()
        except KeyboardInterrupt:
            pass


if __name__ == "__main__":
    main()
