"""The command that serves the pages for the browser."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import click

from workbook.cli.app import main, today
from workbook.cli.kept import cache_folder, cache_folder_option
from workbook.cli.options import workers_option
from workbook.cli.output import Failed, need_folders, write_aside
from workbook.library import load

if TYPE_CHECKING:
    from workbook.web.password import Password


@main.command("serve")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    metavar="N",
    help="The port: 8471, or any free one if that is taken, unless this says otherwise.",
)
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    metavar="H",
    help="The address to listen at. One that others can reach needs --password-file.",
)
@click.option(
    "--address",
    metavar="URL",
    help="What people type to come here, such as https://workbook.example, where TLS stands in front.",
)
@click.option(
    "--password-file",
    type=click.Path(path_type=Path, readable=False),
    metavar="F",
    help="Ask for the password whose hash is in this file.",
)
@click.option(
    "--make-password-file",
    "made",
    type=click.Path(path_type=Path, readable=False),
    metavar="F",
    help="Ask for a new password, write its hash to this file, and end.",
)
@click.option("--no-browser", is_flag=True, help="Do not open the browser.")
@cache_folder_option
@workers_option("How many processes make files: one for each core, and two at least, unless this says otherwise.")
@click.pass_obj
def serve_command(libraries: tuple[Path, ...], /, host: str, port: int | None, **options: Any) -> None:
    """Open Workbook in the browser: look at pages, choose and print, without a terminal.

    Only this computer can reach it, and only the browser that opens the link. Ctrl-C ends it. Nothing that is made is
    kept on the disk, but finished pages without a name on them (see  workbook cache info).

    What you write in the browser is saved into the folder of --library; without one, into a folder "Workbook" among
    your documents, which is made when you first save.

    \b
    Examples:
      workbook serve
      workbook --library our-clinic serve
      workbook serve --port 8080 --no-browser
      workbook serve --make-password-file password.txt
      workbook serve --host 192.0.2.10 --port 8080 --password-file password.txt

    For other computers, put a server with TLS in front, such as Caddy or nginx, that hands on the Host header; name
    the address that people type with --address. Without TLS, others in the network can read the password.
    """
    if options["made"]:
        _make_password(options["made"])
        return
    from workbook.web.serve import address_of, is_local, listen, listen_anywhere, serve  # noqa: PLC0415 - help needs no server
    from workbook.web.settings import Settings  # noqa: PLC0415
    from workbook.workers import cores  # noqa: PLC0415

    if not is_local(host) and not options["password_file"]:
        raise click.UsageError(
            f"Others can reach {host}: this needs --password-file. Make one with --make-password-file F."
        )
    if host in {"0.0.0.0", "::"} and not options["address"]:  # noqa: S104 - to refuse it
        raise click.UsageError(f"{host} is every address of this computer: say with --address what people type.")
    if options["address"] and not options["password_file"]:
        raise click.UsageError("--address is for a server that others reach: this needs --password-file.")
    address = _checked(options["address"]) if options["address"] else None
    password = _password(options["password_file"]) if options["password_file"] else None
    need_folders(load(libraries))
    try:
        door = listen(host, port) if port is not None else listen_anywhere(host)
    except OSError as error:
        what = host if port is None else f"Port {port} at {host}"
        hint = "" if port is None else " Choose another with  --port N"
        raise Failed(f"{what} cannot be used: {error.strerror or error}.{hint}") from None
    settings = Settings(
        address or address_of(host, door),
        cache_folder(options["folder"]),
        today,
        libraries,
        options["workers"] or max(2, cores()),
        password,
        own=own_folder(),
    )
    if not is_local(host):
        click.echo(
            "Others can reach this. Put a server with TLS in front: without it, the password can be read.", err=True
        )
    serve(settings, door, _say, browser=not options["no_browser"] and not address)
    click.echo("Workbook has ended.", err=True)


def _say(link: str) -> None:
    """Tell the link."""
    click.echo(f"Workbook is open at  {link}", err=True)
    click.echo(
        "The link works once, in one browser. Ctrl-C ends Workbook." if "?key=" in link else "Ctrl-C ends it.", err=True
    )


def own_folder() -> Path:
    """Give the folder for those who name none: "Workbook" among the user's documents."""
    import platformdirs  # noqa: PLC0415 - only serving needs it

    return platformdirs.user_documents_path() / "Workbook"


def _checked(address: str) -> str:
    """Give the address that people type, without what comes after the name."""
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path.strip("/"):
        raise click.UsageError("--address is what stands in the browser, such as https://workbook.example")
    return f"{parts.scheme}://{parts.netloc.lower()}"


def _password(path: Path) -> "Password":
    """Read the hash of the password."""
    from workbook.web.password import BadPasswordFile, Password  # noqa: PLC0415 - as above

    try:
        return Password.read(path)
    except OSError as error:
        raise Failed(f"{path} cannot be read: {error.strerror}. Make it with  --make-password-file {path}") from None
    except BadPasswordFile:
        raise Failed(f"{path} holds no password of Workbook. Make it with  --make-password-file {path}") from None


def _make_password(path: Path) -> None:
    """Ask for a password twice, and write its hash where only this user can read it."""
    from workbook.web.password import LEAST, MOST, Password  # noqa: PLC0415 - as above

    text = click.prompt(f"New password, {LEAST} characters at least", hide_input=True, confirmation_prompt=True)
    if not LEAST <= len(text) <= MOST:
        raise click.UsageError(f"A password has {LEAST} characters at least. Three or four words are easy to remember.")
    mask = os.umask(0o077)
    try:
        write_aside(path, Password.of(text).as_line().encode())
    finally:
        os.umask(mask)
    click.echo(f"{path}: the hash of your password. Serve with  --password-file {path}", err=True)
