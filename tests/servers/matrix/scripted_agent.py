"""The agent of the demo, on matrix-nio: python scripted_agent.py HOMESERVER USER PASSWORD

It joins whoever invites it, reads, types for a moment, greets the visitor by the room's name, and answers. When
somebody of flesh and blood speaks in the room, it says no more. It ends with its input.
"""

import asyncio
import io
import logging
import sys

from nio import AsyncClient, InviteMemberEvent, LoginResponse, RoomMemberEvent, RoomMessage
from PIL import Image, ImageDraw

# Longer would be tedious, shorter would not be seen.
TYPING_SECONDS = 1.2


def text(body: str, html: str | None = None) -> dict:
    formatted = {"format": "org.matrix.custom.html", "formatted_body": html} if html else {}
    return {"msgtype": "m.text", "body": body, **formatted}


HELP = text(
    "You can ask me for: opening hours, delivery, returns, prices, a picture, a mistake, or goodbye.",
    "You can ask me for: <ul><li><b>opening hours</b></li><li><b>delivery</b></li><li><b>returns</b></li>"
    "<li><b>prices</b></li><li>a <b>picture</b></li><li>a <b>mistake</b>, which I then correct</li>"
    "<li>or say <b>goodbye</b></li></ul>",
)
# The first that has one of these words in it.
ANSWERS = [
    (
        ("open", "hour", "when"),
        text(
            "We are open Monday to Friday, 9 to 17, and on Saturday until noon.",
            "We are open <b>Monday to Friday, 9 to 17</b>, and on Saturday until noon.",
        ),
    ),
    (
        ("deliver", "ship", "parcel", "order"),
        text("What you order before noon leaves on the same day. It takes two days, in the mountains three."),
    ),
    (
        ("return", "refund", "back"),
        text(
            "You may send it back within 30 days: https://shop.example/returns",
            'You may send it back within <em>30 days</em>: <a href="https://shop.example/returns">how it is done</a>',
        ),
    ),
    (
        ("price", "cost", "much"),
        text(
            "Boots 120, shoes 80, laces 3.",
            "<p>Today:</p><ul><li>Boots 120</li><li>Shoes 80</li><li>Laces <del>4</del> 3</li></ul>",
        ),
    ),
    (("help", "what can"), HELP),
    (("hello", "hi ", "good morning", "good evening"), text("Hello again! What can I do for you?")),
    (("thank",), text("You are welcome. Is there anything else?")),
    (("human", "person", "someone", "real"), text("I am a script. Somebody at the desk may speak up at any time.")),
]
OTHERWISE = [
    text("I see. Could you tell me a little more?"),
    text("Let me make a note of that. Meanwhile: say “help” to see what I know."),
    text("That is one for my colleagues. I am a script and know only a few things; say “help” for a list."),
]


class Chat:
    """One room."""

    def __init__(self, desk: "Desk", room_id: str) -> None:
        self.desk, self.room_id = desk, room_id
        self.greeted = self.quiet = False
        self.puzzled = 0
        self.queue: asyncio.Queue = asyncio.Queue()
        self.task = asyncio.create_task(self.run())

    async def run(self) -> None:
        await self.greet()
        while not self.quiet:
            event = await self.queue.get()
            await self.desk.client.update_receipt_marker(self.room_id, event.event_id)
            if not self.quiet:
                await self.answer(event)

    async def greet(self) -> None:
        client = self.desk.client
        # What the room is like comes with the next sync.
        for _ in range(50):
            room = client.rooms.get(self.room_id)
            if room and room.name:
                break
            await asyncio.sleep(0.1)
        room = client.rooms.get(self.room_id)
        name = (room and room.name) or "there"
        await self.types()
        greeting = f"Hello {name}! I am Kim. How can I help you?"
        if room and room.topic:
            greeting = f"Hello {name}! I am Kim. You have a question about “{room.topic}”: how can I help?"
        await self.send(text(greeting))

    async def answer(self, event) -> None:
        said = f"{getattr(event, 'body', '') or ''} ".lower()
        kind = event.source["content"].get("msgtype")
        if kind in ("m.image", "m.file", "m.video", "m.audio"):
            await self.types()
            await self.send(text(f"Thank you, I have {event.body}. I will look at it."))
        elif "picture" in said or "image" in said or "photo" in said:
            await self.types()
            await self.send_picture()
        elif "mistake" in said or "edit" in said:
            await self.mistake()
        elif "bye" in said:
            await self.types()
            await self.send(text("Goodbye, and come back soon!"))
            await self.desk.client.room_leave(self.room_id)
            self.quiet = True
        else:
            await self.types()
            await self.send(self.found(said))

    def found(self, said: str) -> dict:
        for words, answer in ANSWERS:
            if any(word in said for word in words):
                return answer
        self.puzzled += 1
        return OTHERWISE[(self.puzzled - 1) % len(OTHERWISE)]

    async def types(self) -> None:
        await self.desk.client.room_typing(self.room_id, True, timeout=10000)
        await asyncio.sleep(TYPING_SECONDS)
        await self.desk.client.room_typing(self.room_id, False)

    async def send(self, content: dict):
        return await self.desk.client.room_send(self.room_id, "m.room.message", content)

    async def mistake(self) -> None:
        await self.types()
        sent = await self.send(text("The boots are 210."))
        await self.types()
        right = text("The boots are 120.")
        relation = {"rel_type": "m.replace", "event_id": sent.event_id}
        await self.send({**right, "body": "* The boots are 120.", "m.new_content": right, "m.relates_to": relation})

    async def send_picture(self) -> None:
        width, height = 320, 200
        image = Image.new("RGB", (width, height), "#dce6f2")
        draw = ImageDraw.Draw(image)
        draw.polygon([(0, 200), (110, 60), (190, 150), (240, 90), (320, 200)], fill="#5b7a5e")
        draw.polygon([(80, 98), (110, 60), (133, 86), (110, 80)], fill="white")
        draw.ellipse([250, 20, 290, 60], fill="#f2c14e")
        data = io.BytesIO()
        image.save(data, "PNG")
        size = data.tell()
        data.seek(0)
        uploaded, _ = await self.desk.client.upload(data, content_type="image/png", filename="hills.png", filesize=size)
        info = {"w": width, "h": height, "size": size, "mimetype": "image/png"}
        await self.send({"msgtype": "m.image", "body": "hills.png", "url": uploaded.content_uri, "info": info})


class Desk:
    def __init__(self, client: AsyncClient) -> None:
        self.client = client
        self.chats: dict[str, Chat] = {}
        client.add_event_callback(self.invited, InviteMemberEvent)
        client.add_event_callback(self.message, RoomMessage)
        client.add_event_callback(self.member, RoomMemberEvent)

    async def invited(self, room, event) -> None:
        if event.state_key == self.client.user_id and event.membership == "invite":
            await self.client.join(room.room_id)
            if room.room_id not in self.chats:
                self.chats[room.room_id] = Chat(self, room.room_id)

    async def message(self, room, event) -> None:
        chat = self.chats.get(room.room_id)
        if not chat or event.sender == self.client.user_id:
            return
        if self.is_colleague(event.sender):
            chat.quiet = True
        else:
            chat.queue.put_nowait(event)

    async def member(self, room, event) -> None:
        chat = self.chats.get(room.room_id)
        gone = event.membership in ("leave", "ban") and event.state_key != self.client.user_id
        if chat and gone and not self.is_colleague(event.state_key):
            chat.quiet = True
            await self.client.room_leave(room.room_id)

    def is_colleague(self, user: str) -> bool:
        """Those of the same lab: @sam-shop where this is @kim-shop."""
        return user != self.client.user_id and user.split("-", 1)[1:] == self.client.user_id.split("-", 1)[1:]


async def main(homeserver: str, user: str, password: str) -> None:
    client = AsyncClient(homeserver, user)
    try:
        answer = await client.login(password)
        if not isinstance(answer, LoginResponse):
            sys.exit(f"no login: {answer}")
        Desk(client)
        syncing = asyncio.create_task(client.sync_forever(timeout=20000, full_state=True))
        reader = asyncio.StreamReader()
        await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
        ended = asyncio.create_task(reader.read())
        await asyncio.wait({syncing, ended}, return_when=asyncio.FIRST_COMPLETED)
        syncing.cancel()
    finally:
        await client.close()


if __name__ == "__main__":
    logging.getLogger("nio").setLevel(logging.ERROR)
    asyncio.run(main(*sys.argv[1:4]))
