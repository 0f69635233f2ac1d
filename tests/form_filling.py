"""Forms filled in by other programs, and printed by other programs: pypdf, PDFium, poppler and Ghostscript."""

import ctypes
import os
import shutil
import subprocess
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pypdf
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from pikepdf import Name
from PIL import Image

from tests.form_checks import top, widgets

LETTER = 792
TYPED = "Zoë wrote this: a long day, but I went out once."


def fill_with_pypdf(data: bytes, target: Path, *, anew: bool = False) -> dict[str, str]:
    """Fill in all fields, choosing the second of each group; give the values."""
    with pikepdf.open(BytesIO(data)) as pdf:
        values = {}
        for field in pdf.Root.AcroForm.Fields:
            tick = "/1" if "/Kids" in field else "/on"
            values[str(field.T)] = TYPED if Name.Tx == field.FT else tick
    writer = pypdf.PdfWriter(clone_from=BytesIO(data))
    writer.update_page_form_field_values(None, values, auto_regenerate=anew)
    writer.write(target)
    return values


def fill_with_pdfium(data: bytes, target: Path) -> None:
    """Type into all text fields, tick all boxes, choose the second of each group, as a person does."""
    document = pypdfium2.PdfDocument(data)
    document.init_forms()
    env = document.formenv
    seen: dict[str, int] = {}
    for number in range(len(document)):
        sheet = document[number]
        for index in range(pdfium.FPDFPage_GetAnnotCount(sheet)):
            note = pdfium.FPDFPage_GetAnnot(sheet, index)
            kind = pdfium.FPDFAnnot_GetFormFieldType(env, note)
            if kind == pdfium.FPDF_FORMFIELD_TEXTFIELD:
                pdfium.FORM_SetFocusedAnnot(env, note)
                text = ctypes.create_string_buffer((TYPED + "\0").encode("utf-16-le"))
                pdfium.FORM_ReplaceSelection(env, sheet, ctypes.cast(text, pdfium.FPDF_WIDESTRING))
            elif kind in {pdfium.FPDF_FORMFIELD_CHECKBOX, pdfium.FPDF_FORMFIELD_RADIOBUTTON}:
                name = field_name(env, note)
                seen[name] = seen.get(name, 0) + 1
                if kind == pdfium.FPDF_FORMFIELD_CHECKBOX or seen[name] == 2:
                    click(env, sheet, note)
            pdfium.FORM_ForceToKillFocus(env)
            pdfium.FPDFPage_CloseAnnot(note)
    document.save(target)
    document.close()


def field_name(env: Any, note: Any) -> str:
    length = pdfium.FPDFAnnot_GetFormFieldName(env, note, None, 0)
    text = ctypes.create_string_buffer(length)
    pdfium.FPDFAnnot_GetFormFieldName(env, note, ctypes.cast(text, ctypes.POINTER(ctypes.c_ushort)), length)
    return text.raw.decode("utf-16-le").rstrip("\0")


def click(env: Any, sheet: Any, note: Any) -> None:
    rect = pdfium.FS_RECTF()
    pdfium.FPDFAnnot_GetRect(note, rect)
    x, y = (rect.left + rect.right) / 2, (rect.top + rect.bottom) / 2
    pdfium.FORM_OnMouseMove(env, sheet, 0, x, y)
    pdfium.FORM_OnLButtonDown(env, sheet, 0, x, y)
    pdfium.FORM_OnLButtonUp(env, sheet, 0, x, y)


def assert_printed(empty: bytes, filled: Path, names: set[str]) -> None:
    """Each field that was filled in has more ink than when it was empty: in poppler, in Ghostscript and in PDFium."""
    before = filled.with_name("empty.pdf")
    before.write_bytes(empty)
    for reader in (by_poppler, by_ghostscript, by_pdfium):
        inks = [ink_by_field(path, reader(path)) for path in (before, filled)]
        pale = sorted(name for name in names if inks[1][name] <= inks[0][name] + 4)
        assert not pale, f"{reader.__name__} does not print {pale}"


def ink_by_field(path: Path, pictures: list[Image.Image]) -> dict[str, int]:
    """Count the dark pixels in each field: in a group of buttons, of all its buttons."""
    inks: dict[str, int] = {}
    with pikepdf.open(path) as pdf:
        for number, widget in widgets(pdf):
            picture = pictures[number]
            scale = picture.height / LETTER
            x1, y1, x2, y2 = (float(edge) * scale for edge in widget.Rect)
            part = picture.crop((int(x1), int(picture.height - y2), int(x2) + 1, int(picture.height - y1) + 1))
            name = str(top(widget).T)
            inks[name] = inks.get(name, 0) + sum(part.histogram()[:140])
    return inks


def by_poppler(path: Path) -> list[Image.Image]:
    need("pdftoppm")
    subprocess.run(["pdftoppm", "-r", "72", "-gray", path, path.with_suffix("")], check=True, capture_output=True)
    return [Image.open(BytesIO(found.read_bytes())) for found in sorted(path.parent.glob(f"{path.stem}-*.pgm"))]


def by_ghostscript(path: Path) -> list[Image.Image]:
    need("gs")
    target = path.with_name(f"{path.stem}-gs-%03d.pgm")
    options = ["-q", "-dBATCH", "-dNOPAUSE", "-sDEVICE=pgmraw", "-r72", "-dTextAlphaBits=4", "-dGraphicsAlphaBits=4"]
    subprocess.run(["gs", *options, f"-sOutputFile={target}", path], check=True, capture_output=True)
    return [Image.open(BytesIO(found.read_bytes())) for found in sorted(path.parent.glob(f"{path.stem}-gs-*.pgm"))]


def by_pdfium(path: Path) -> list[Image.Image]:
    with pypdfium2.PdfDocument(path) as document:
        document.init_forms()
        return [document[i].render(scale=1, grayscale=True).to_pil() for i in range(len(document))]


def need(program: str) -> None:
    if shutil.which(program) is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(f"{program} is not installed")
