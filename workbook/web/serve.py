"""Serving: a port, the browser, and an orderly end."""

import os
import signal
import socket
import sys
import threading
import webbrowser
from collections.abc import Callable
from types import FrameType

from flask import Flask
from waitress.server import BaseWSGIServer, MultiSocketServer, create_server

from workbook.web.app import create_app, house_of
from workbook.web.settings import LOOPBACK, USUAL_PORT, Settings
from workbook.web.worker import leave_no_dump

_QUIET = "ignore::UserWarning:multiprocessing.resource_tracker"
"""What Python says of a process that was ended in the middle of its work; here that is meant so."""
_THREADS = 12
_MOST_HEADERS = 32 * 2**10
_MOST_UNSENT = 2**30
"""Waitress itself waits when 16 MB are not sent yet; it would write more than this to the disk."""


def listen(host: str, port: int) -> socket.socket:
    """Take a port; 0 means any that is free. Raise OSError if it is taken, or the address is not of this computer."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    door = socket.socket(family, socket.SOCK_STREAM)
    try:
        if sys.platform != "win32":  # there, the option would let another program listen at the same port
            door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        door.bind((host, port))
        door.listen(128)
    except OSError:
        door.close()
        raise
    return door


def listen_anywhere(host: str) -> socket.socket:
    """Take the usual port, or any that is free. Raise OSError if the address is not of this computer.

    What a browser keeps belongs to an address and its port: with another port at each start, it would be lost.
    """
    try:
        return listen(host, USUAL_PORT)
    except OSError:
        return listen(host, 0)


def address_of(host: str, door: socket.socket) -> str:
    """Give the address that people of this computer type."""
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{door.getsockname()[1]}"


def is_local(host: str) -> bool:
    """Tell whether only this computer can reach an address."""
    return host in LOOPBACK


def serve(settings: Settings, door: socket.socket, say: Callable[[str], None], *, browser: bool) -> None:
    """Serve until Ctrl-C or SIGTERM. ``say`` is told the link to open; ``browser`` opens it, too."""
    os.environ.setdefault("PYTHONWARNINGS", _QUIET)
    leave_no_dump()
    app = create_app(settings)
    here = house_of(app)
    here.folder.tidy()
    link = settings.address if settings.password else f"{settings.address}/enter?key={here.door.new_link()}"
    server = make_server(app, door, settings)
    before = signal.signal(signal.SIGTERM, _end)
    try:
        say(link)
        if browser:
            threading.Thread(target=webbrowser.open, args=(link,), daemon=True).start()
        server.run()
    finally:
        signal.signal(signal.SIGTERM, before)
        server.close()
        here.workshop.close()


def make_server(app: Flask, door: socket.socket, settings: Settings) -> BaseWSGIServer | MultiSocketServer:
    """Make the server; it keeps no log of who asked for what, and says nothing about itself."""
    return create_server(
        app,
        sockets=[door],
        threads=_THREADS,
        ident=None,
        max_request_body_size=settings.limits.largest * 2,  # a little more comes to us, and gets a page in plain words
        inbuf_overflow=settings.limits.largest * 2,  # nothing that was sent gets to the disk
        outbuf_overflow=_MOST_UNSENT,  # nor what somebody downloads slowly
        max_request_header_size=_MOST_HEADERS,
        channel_timeout=60,
        clear_untrusted_proxy_headers=True,
        expose_tracebacks=False,
    )


def _end(number: int, frame: FrameType | None) -> None:
    """End as Ctrl-C does."""
    del number, frame
    raise KeyboardInterrupt
