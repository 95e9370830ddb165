"""Tasks that wait for something that never comes."""

import asyncio

from known import PAYLOAD_SIZE, captured, payload


class Message:
    def __init__(self):
        self.body = payload()


async def handle(message, never):
    await never
    return message


async def main():
    never = asyncio.get_running_loop().create_future()
    tasks = [asyncio.ensure_future(handle(Message(), never)) for _ in range(40)]
    await asyncio.sleep(0)
    captured(
        **{"class": "__main__.Message"},
        count=40,
        path=["_coro", "message"],
        holder="message",
        bytes=PAYLOAD_SIZE,
    )
    for task in tasks:
        task.cancel()


asyncio.run(main())
