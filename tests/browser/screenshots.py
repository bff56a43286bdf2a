"""Pictures of every kind of page, for looking at, and the one in the README.

    python -m tests.browser.screenshots [WORD]

Starts the site as the journeys do and writes var/screenshots/<kind>-<width>-<scheme>.png, whole pages, for each kind
of page and each scene (tests/browser/scenes.py) whose name holds WORD, three widths, light and dark. Without WORD also
those of docs/pictures: home.png and what DOCS names, and the handbook's (with the word "desk" these and its pages).
"""

import base64
import os
import struct
import sys
import zlib

import tests.environment  # noqa: F401  (before Django reads its settings)
from tests.browser.find_browser import FLAGS, find_browser
from tests.browser.serving import ROOT, running_site, text_site
from tests.pages import PAGES

FOLDER = ROOT / "var" / "screenshots"
README_PICTURE = ROOT / "docs" / "pictures" / "home.png"
README_LIMIT = 300_000  # bytes: whoever reads the README waits for it
HANDBOOK = {
    "desk-first-page": "/admin/",
    "desk-queue": "/admin/queue/",
    "desk-changed-words": "/admin/amendments/",
}
# Others of docs/pictures, from the site with the specimen.
DOCS = {
    "article": ("/convention/article/12/", 1440, "light"),
    "article-dark-phone": ("/convention/article/12/", 360, "dark"),
    "rights": ("/convention/who/?status=student&status=trafficked", 1440, "light"),
}
WIDTHS = {360: 740, 768: 1024, 1440: 900}  # pixels: width to height of the window
SCHEMES = ("light", "dark")


def take(browser, url: str, word: str = "") -> int:
    """Write the pictures of the kinds of pages whose name holds `word` to FOLDER. Returns how many."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    taken = 0
    for width, height in WIDTHS.items():
        for scheme in SCHEMES:
            context = _context(browser, url, width, height, scheme)
            page = context.new_page()
            for kind, (path, _status) in PAGES.items():
                if word in kind:
                    _open(page, path)
                    name = f"{kind.replace(' ', '-')}-{width}-{scheme}.png"
                    page.screenshot(path=FOLDER / name, full_page=True)
                    taken += 1
            context.close()
    return taken


def take_scenes(browser, site, word: str = "") -> int:
    """The same for the text, signing, mails, accounts, the desk, error pages, parts and paper. site: with a text."""
    from tests.browser import scenes  # needs the settings, which stand only now

    taken = 0
    for width, height in WIDTHS.items():
        for scheme in SCHEMES:
            context = _context(browser, site.url, width, height, scheme)
            page = context.new_page()

            def shoot(kind: str, page=page, end=f"{width}-{scheme}.png") -> None:
                nonlocal taken
                if word in kind:
                    page.evaluate("document.fonts.ready.then(() => true)")
                    page.screenshot(path=FOLDER / f"{kind.replace(' ', '-')}-{end}", full_page=True)
                    taken += 1

            for kind, path in scenes.TEXT.items():
                if word in kind:
                    page.goto(path)
                    shoot(kind)
            for name, html in (("parts", scenes.parts_page()), *scenes.error_pages()):
                scenes.made_here(page, html)
                shoot(name if name == "parts" else f"error {name}")
            if word in "sign mail":
                scenes.signing(page, site, shoot)
            if word in "account admin desk":
                scenes.desk(page, site, shoot)
            context.close()
    if word not in "print":
        return taken
    context = _context(browser, site.url, 794, 1123, "light")
    for kind, png in scenes.sheets(context.new_page()):
        (FOLDER / f"{kind.replace(' ', '-')}.png").write_bytes(png)
        taken += 1
    context.close()
    return taken


def take_for_docs(browser, url: str) -> dict[str, int]:
    """Write the pictures of DOCS. Returns the bytes of each."""
    sizes = {}
    for name, (path, width, scheme) in DOCS.items():
        context = _context(browser, url, width, WIDTHS[width], scheme)
        page = context.new_page()
        _open(page, path)
        target = README_PICTURE.parent / f"{name}.png"
        target.write_bytes(with_palette(browser, page.screenshot()))
        sizes[name] = target.stat().st_size
        context.close()
    return sizes


# Takes colours that are alike for one until 256 are enough; gives size, palette and a colour number for each pixel.
REDUCE = """async (data) => {
    const image = await createImageBitmap(await (await fetch(data)).blob());
    const context = new OffscreenCanvas(image.width, image.height).getContext("2d");
    context.drawImage(image, 0, 0);
    const pixels = context.getImageData(0, 0, image.width, image.height).data;
    for (let step = 2; ; step++) {
        const palette = new Map(), colours = [], numbers = new Uint8Array(pixels.length / 4);
        const round = (value) => Math.min(255, Math.round(value / step) * step);
        for (let i = 0; i < pixels.length && palette.size <= 256; i += 4) {
            const near = round(pixels[i]) << 16 | round(pixels[i + 1]) << 8 | round(pixels[i + 2]);
            if (!palette.has(near)) {  // the first of those alike stands for all: the paper keeps its colour
                palette.set(near, palette.size);
                colours.push(pixels[i] << 16 | pixels[i + 1] << 8 | pixels[i + 2]);
            }
            numbers[i / 4] = palette.get(near);
        }
        if (palette.size > 256) continue;
        let text = "";
        for (let i = 0; i < numbers.length; i += 8192) text += String.fromCharCode(...numbers.subarray(i, i + 8192));
        return [image.width, image.height, colours, btoa(text)];
    }
}"""


def with_palette(browser, png: bytes) -> bytes:
    """The same PNG with at most 256 colours: a third of the bytes, and no difference that an eye would see."""
    page = browser.new_page()
    data = f"data:image/png;base64,{base64.b64encode(png).decode()}"
    width, height, colours, numbers = page.evaluate(REDUCE, data)
    page.close()
    rows = base64.b64decode(numbers)
    lines = b"".join(b"\0" + rows[y * width : (y + 1) * width] for y in range(height))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in (
            (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
            (b"PLTE", b"".join(colour.to_bytes(3, "big") for colour in colours)),
            (b"IDAT", zlib.compress(lines, 9)),
            (b"IEND", b""),
        )
    )


def take_for_readme(browser, url: str) -> int:
    """Write README_PICTURE: home on a desktop, as high as its window. Returns its size in bytes."""
    context = _context(browser, url, 1440, 900, "light")
    page = context.new_page()
    _open(page, "/")
    README_PICTURE.parent.mkdir(parents=True, exist_ok=True)
    picture = page.screenshot()
    context.close()
    README_PICTURE.write_bytes(with_palette(browser, picture))
    return README_PICTURE.stat().st_size


def take_for_handbook(browser, site) -> list[str]:
    """Write the pictures of docs/moderation.md: a moderator's pages with invented people. Returns their names."""
    import django

    django.setup()  # the journeys at the desk take words from tests that know the models
    from tests.browser.test_desk import enter_as, work

    work(site, "sample")
    context = _context(browser, site.url, 1100, 760, "light")
    page = enter_as(context.new_page(), site, "moderator")
    for name, path in HANDBOOK.items():
        _open(page, path)
        (README_PICTURE.parent / f"{name}.png").write_bytes(with_palette(browser, page.screenshot()))
    context.close()
    return list(HANDBOOK)


def _context(browser, url: str, width: int, height: int, scheme: str):
    return browser.new_context(
        base_url=url,
        ignore_https_errors=True,
        viewport={"width": width, "height": height},
        color_scheme=scheme,
        reduced_motion="reduce",
    )


def _open(page, path: str) -> None:
    """Open a page and wait for its fonts, without which a picture shows their stand-ins."""
    page.goto(path, wait_until="load")
    page.evaluate("document.fonts.ready.then(() => true)")


def main(word: str = "") -> None:
    import django
    from playwright.sync_api import sync_playwright

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    django.setup()  # some scenes are rendered in this process
    with running_site() as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=FLAGS)
        sys.stdout.write(f"{take(browser, site.url, word)} pictures in {FOLDER}\n")
        with text_site() as other:
            sys.stdout.write(f"{take_scenes(browser, other, word)} pictures of scenes\n")
            sizes = {} if word else {"home": take_for_readme(browser, site.url)} | take_for_docs(browser, other.url)
        for name, size in sizes.items():
            sys.stdout.write(f"docs/pictures/{name}.png: {size} bytes\n")
            if size > README_LIMIT:
                sys.exit(f"{name}.png has {size} bytes; at most {README_LIMIT} are wanted.")
        if not word or word == "desk":
            sys.stdout.write(f"docs/pictures: {', '.join(take_for_handbook(browser, site))}\n")
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:2])
