"""What the tests of the clinic's pages share: a form as it is sent, with a picture, and pictures of every kind."""

from io import BytesIO
from zlib import compress, crc32

from flask.testing import FlaskClient
from PIL import Image
from werkzeug.test import TestResponse

from tests.web_server import token_of

LINE = {"name": "On-call line", "what": "A clinician.", "phone": "555-0111", "hours": "Every day"}
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9" fill="#123456"/></svg>'


def line(number: int = 0, **told: str) -> dict[str, str]:
    """Give the fields of a line to call in a crisis."""
    whole = {**LINE, "verified_on": "2026-11-01", **told}
    return {f"crisis-{number}-{key}": value for key, value in whole.items()}


def picture(kind: str = "PNG", size: tuple[int, int] = (30, 12)) -> bytes:
    """Give a small picture."""
    target = BytesIO()
    Image.new("RGB", size, "#20506a").save(target, kind)
    return target.getvalue()


def bomb() -> bytes:
    """Give a PNG of a few bytes that claims to be 60,000 pixels wide and high."""

    def part(name: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + name + data + crc32(name + data).to_bytes(4, "big")

    head = (60000).to_bytes(4, "big") * 2 + bytes([8, 2, 0, 0, 0])
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", compress(bytes(100))) + part(b"IEND", b"")


def send(client: FlaskClient, told: dict[str, str], file: bytes = b"", name: str = "x.png") -> TestResponse:
    """Send the form as a browser does, with a picture."""
    host = str(client.environ_base["HTTP_HOST"])
    data: dict[str, object] = {"token": token_of(client), "do": "save", **told, "picture": (BytesIO(file), name)}
    headers = {"Host": host, "Origin": f"http://{host}", "Sec-Fetch-Site": "same-origin"}
    return client.post("/clinic", data=data, headers=headers, content_type="multipart/form-data")
