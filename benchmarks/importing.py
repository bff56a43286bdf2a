"""How long a PDF of 200 pages takes to import, beside what pdfplumber alone takes to extract its characters."""

import io
import multiprocessing
import time
from pathlib import Path

PAGES = 200  # at least
SLOWER = 1.5  # times the extraction alone
MOST_MB = 400


def booklet() -> bytes:
    """The specimen in letters so large that it fills 200 pages."""
    from convention.tests import booklets, specimen

    document, _layers = specimen.prepared()
    layout = booklets.LAYOUTS["treaty"]
    setup = layout.setup.replace("size: 11pt", "size: 22pt")
    return booklets.typeset(document, booklets.Layout(setup, layout.heading, layout.provision))


def _extract(data: bytes) -> int:
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            assert page.chars is not None
            page.close()
        return len(pdf.pages)


def _import(data: bytes) -> int:
    from convention.importing.pdf import read_pdf

    document, report = read_pdf(data)
    assert len(document.articles()) == 213
    return report.pages


def _timed(name: str, data: bytes, answers) -> None:
    import django

    django.setup()
    begun = time.process_time()
    pages = {"extract": _extract, "import": _import}[name](data)
    used = time.process_time() - begun
    peak = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM:"))
    answers.put((pages, used, int(peak.split()[1]) / 1024))


def measured(name: str, data: bytes) -> tuple[int, float, float]:
    """Pages, seconds of work and megabytes at most of "extract" or "import", in a new process of its own."""
    context = multiprocessing.get_context("spawn")
    answers = context.Queue()
    process = context.Process(target=_timed, args=(name, data, answers))
    process.start()
    found = answers.get(timeout=600)
    process.join()
    return found


def imports() -> dict[str, tuple[int, float, float]]:
    """Pages, seconds and megabytes of the extraction alone and of the import, for the same file."""
    data = booklet()
    return {name: measured(name, data) for name in ("extract", "import")}


def faults(found: dict[str, tuple[int, float, float]]) -> list[str]:
    """What is slower or larger than it may be."""
    (pages, extraction, _mb), (_pages, importing, megabytes) = found["extract"], found["import"]
    said = []
    if pages < PAGES:
        said.append(f"the PDF has {pages} pages, and was to have {PAGES}")
    if importing > SLOWER * extraction:
        said.append(f"importing took {importing / extraction:.2f} times the extraction, more than {SLOWER}")
    if megabytes > MOST_MB:
        said.append(f"importing took {megabytes:.0f} MB, more than {MOST_MB}")
    return said
