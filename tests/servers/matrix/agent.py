"""An agent made of matrix-nio, a client by other people: python agent.py HOMESERVER USER PASSWORD

It joins every room that it is invited to, and tells what it sees on standard output, one JSON object a line. On
standard input it takes one JSON object a line:

    {"do": "say", "room": …, "text": …}      {"do": "type", "room": …, "on": true}
    {"do": "read", "room": …, "event": …}    {"do": "leave", "room": …}

It ends with its input.
"""

import asyncio
import json
import sys

from nio import (
    AsyncClient,
    InviteMemberEvent,
    LoginResponse,
    ReceiptEvent,
    RoomMemberEvent,
    RoomMessage,
    TypingNoticeEvent,
)


def tell(event: str, **what: object) -> None:
    print(json.dumps({"event": event, **what}), flush=True)


class Agent:
    def __init__(self, client: AsyncClient) -> None:
        self.client = client
        client.add_event_callback(self.invited, InviteMemberEvent)
        client.add_event_callback(self.message, RoomMessage)
        client.add_event_callback(self.member, RoomMemberEvent)
        client.add_ephemeral_callback(self.typing, TypingNoticeEvent)
        client.add_ephemeral_callback(self.receipt, ReceiptEvent)

    async def invited(self, room, event) -> None:
        if event.state_key == self.client.user_id and event.membership == "invite":
            await self.client.join(room.room_id)
            tell("joined", room=room.room_id, by=event.sender)

    async def message(self, room, event) -> None:
        body = getattr(event, "body", None)
        msgtype = event.source["content"].get("msgtype")
        tell("message", room=room.room_id, sender=event.sender, id=event.event_id, body=body, msgtype=msgtype)

    async def member(self, room, event) -> None:
        tell("member", room=room.room_id, user=event.state_key, membership=event.membership)

    async def typing(self, room, event) -> None:
        tell("typing", room=room.room_id, users=event.users)

    async def receipt(self, room, event) -> None:
        for one in event.receipts:
            tell("receipt", room=room.room_id, user=one.user_id, id=one.event_id, type=one.receipt_type)

    async def obey(self, do: str, room: str, **more) -> None:
        if do == "say":
            await self.client.room_send(room, "m.room.message", {"msgtype": "m.text", "body": more["text"]})
        elif do == "type":
            await self.client.room_typing(room, more["on"])
        elif do == "read":
            await self.client.update_receipt_marker(room, more["event"])
        elif do == "leave":
            await self.client.room_leave(room)
        else:
            tell("unknown", do=do)


async def lines(stream):
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), stream)
    while line := await reader.readline():
        yield json.loads(line)


async def main(homeserver: str, user: str, password: str) -> None:
    client = AsyncClient(homeserver, user)
    try:
        answer = await client.login(password)
        if not isinstance(answer, LoginResponse):
            sys.exit(f"no login: {answer}")
        agent = Agent(client)
        await client.sync(timeout=0, full_state=True)
        tell("ready", user=client.user_id)
        syncing = asyncio.create_task(client.sync_forever(timeout=20000))
        async for command in lines(sys.stdin):
            await agent.obey(**command)
        syncing.cancel()
    finally:
        await client.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:4]))
