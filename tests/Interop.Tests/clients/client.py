"""Scenarios with the websockets library.  python3 client.py <scenario> <ws://address>"""

import asyncio
import json
import os
import sys
from urllib.parse import quote

import websockets

LIMIT = 128 * 1024
SIZES = [0, 1, 125, 126, 127, 65535, 65536, LIMIT]
TEXTS = ["", "plain", "äöü ß", "Ελληνικά", "日本語", "😀 𝄞", '\0\1"\\', "€" * 30_000]

scenario, base = sys.argv[1:]


def connect(path, **options):
    options.setdefault("compression", None)
    return websockets.connect(base + path, max_size=None, **options)


async def closed(socket):
    await socket.wait_closed()
    return socket.close_code, socket.close_reason


async def echo(path, compression, extensions):
    async with connect(path, compression=compression) as socket:
        names = [extension.name for extension in socket.extensions]
        assert names == extensions, names
        messages = [os.urandom(size) for size in SIZES] + TEXTS + ["x" * size for size in SIZES]

        async def send():
            for message in messages:
                await socket.send(message)

        sending = asyncio.create_task(send())
        for message in messages:
            reply = await socket.recv()
            assert reply == message, (type(reply), len(reply), len(message))
        await sending

        # One message in several frames.
        await socket.send(["Hel", "", "lo"])
        assert await socket.recv() == "Hello"


async def run_echo():
    await echo("/echo", None, [])
    await echo("/echo", "deflate", [])


async def run_deflate():
    await echo("/deflate", "deflate", ["permessage-deflate"])
    await echo("/deflate", None, [])


async def run_protocols():
    async with connect("/echo", subprotocols=["v1.example", "v2.example"]) as socket:
        assert socket.subprotocol == "v2.example", socket.subprotocol
    async with connect("/echo", subprotocols=["other.example"]) as socket:
        assert socket.subprotocol is None, socket.subprotocol


async def run_client_closes():
    for code, reason in [(1000, ""), (1000, "done"), (3000, "bye €"), (4999, "ü" * 61)]:
        async with connect(f"/watched?key=python-{code}-{len(reason)}") as socket:
            await socket.close(code, reason)
            assert (await closed(socket))[0] == code


async def run_server_closes():
    for code, reason in [(1000, ""), (1001, "going"), (1011, "sorry"), (1013, ""), (3000, "Tschüß €"), (4999, "x" * 123)]:
        async with connect(f"/closing/{code}?reason={quote(reason)}") as socket:
            assert await closed(socket) == (code, reason)


async def run_too_large():
    async with connect("/echo") as socket:
        await socket.send(bytes(LIMIT + 1))
        assert (await closed(socket))[0] == 1009


async def run_json():
    async with connect("/calc") as socket:
        for number, request in enumerate([1, "two", 2**53 - 1]):
            await socket.send(json.dumps({"type": "add", "a": number, "b": 1, "id": request}))
            assert json.loads(await socket.recv()) == {"type": "sum", "id": request, "value": number + 1}


async def run_ping():
    async with connect("/pings") as socket:
        for payload in [b"", b"x", b"y" * 125]:
            pong = await socket.ping(payload)
            await asyncio.wait_for(pong, 10)
            assert await socket.recv() == payload


async def run_refused():
    for path, options, status in [
        ("/secret", {}, 401),
        ("/echo", {"origin": "https://elsewhere.example"}, 403),
        ("/closing/not-a-number", {}, 400),
        ("/nowhere", {}, 404),
    ]:
        try:
            async with connect(path, **options):
                raise AssertionError(f"{path} was not refused")
        except websockets.exceptions.InvalidStatusCode as refused:
            assert refused.status_code == status, (path, refused.status_code)


async def run_vanish():
    async with connect("/watched?key=python-vanished") as socket:
        socket.transport.abort()


asyncio.run(globals()["run_" + scenario.replace("-", "_")]())
print("ok")
