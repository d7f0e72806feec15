"""Draws README's pictures: real answers as a chat shows them. The page of each stands beside it and is tested."""

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from pathlib import Path

from bot.assistant.assistant import Assistant
from bot.knowing import known
from bot.telegram.pages.preview import conversation
from bot.telegram.pages.sheets import Sheet
from knowledge.plain_yaml import read_yaml

FOLDER = Path(__file__).parents[1] / "docs" / "pictures"
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_WIDE, _FINE = 480, 1.5
_QUIET = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync")
_PAGE = """\
<!doctype html>
<html lang="zh">
<meta charset="utf-8">
<title>{title}</title>
<style>
body {{ margin: 0; padding: 16px; width: 448px; background: #d5e4cf;
       font: 15px/1.5 "Noto Sans CJK SC", "Noto Color Emoji", sans-serif; }}
.line, .answer {{ max-width: 380px; padding: 8px 12px; margin: 6px 0; border-radius: 14px; white-space: pre-wrap; }}
.line {{ background: #e7fdd0; margin-left: auto; width: fit-content; }}
.answer {{ background: #fff; }}
.keys {{ display: grid; gap: 4px; max-width: 404px; margin-bottom: 6px; }}
.row {{ display: flex; gap: 4px; }}
.row span {{ flex: 1; padding: 6px; border-radius: 8px; background: #8fae86; color: #fff; text-align: center; }}
blockquote {{ margin: 6px 0; padding: 4px 10px; border-left: 3px solid #5a9; background: #eef7f1; }}
a {{ color: #26c; }}
</style>
<body>
{body}
</body>
</html>
"""


@dataclass(frozen=True)
class Picture:
    """What one picture shows: what somebody writes, and when."""

    name: str
    at: datetime
    lines: tuple[str, ...]


def pictures() -> list[Picture]:
    """Return the pictures that README shows."""
    told: Mapping[str, Mapping[str, object]] = read_yaml(FOLDER / "pictures.yaml")
    return [
        Picture(name, datetime.fromisoformat(str(one["at"])), tuple(map(str, _several(one["lines"]))))
        for name, one in told.items()
    ]


def _several(lines: object) -> Sequence[object]:
    return lines if isinstance(lines, list) else [lines]


def page(picture: Picture, assistant: Assistant) -> str:
    """Return a picture as a page: each line, and the messages and buttons that answer it."""
    told = conversation(picture.lines, assistant, picture.at)
    body = "\n".join(part for line, sheets in told for part in _parts(line, sheets))
    return _PAGE.format(title=escape(picture.lines[0]), body=body)


def _parts(line: str, sheets: Sequence[Sheet]) -> Iterator[str]:
    yield f'<div class="line">{escape(line)}</div>'
    for sheet in sheets:
        # a quotation is set off by itself
        pages = (
            text.replace("\n\n<blockquote", "<blockquote").replace("</blockquote>\n\n", "</blockquote>")
            for text in sheet.pages
        )
        yield from (f'<div class="answer">{text}</div>' for text in pages)
        rows = ("".join(f"<span>{escape(button.text)}</span>" for button in row) for row in sheet.keys.rows)
        keys = "".join(f'<div class="row">{row}</div>' for row in rows)
        yield f'<div class="keys">{keys}</div>'


def draw(html: Path, browser: str) -> None:
    """Write the picture of a page beside it, cut to what it shows."""
    target = html.with_suffix(".png")
    with tempfile.TemporaryDirectory() as profile:
        size = (f"--window-size={_WIDE},{_height(html, browser, profile)}", f"--force-device-scale-factor={_FINE}")
        _run(browser, profile, f"--screenshot={target}", "--hide-scrollbars", *size, html.as_uri())


def _height(html: Path, browser: str, profile: str) -> int:
    """Return how high a page is in a window of our width."""
    measured = html.read_text(encoding="utf-8").replace(
        "</body>", "<script>document.title = document.documentElement.scrollHeight</script></body>"
    )
    probe = Path(profile) / "probe.html"
    probe.write_text(measured, encoding="utf-8")
    shown = _run(browser, profile, "--dump-dom", f"--window-size={_WIDE},1", probe.as_uri())
    return int(shown.split("<title>")[1].split("</title>")[0])


def _run(browser: str, profile: str, *arguments: str) -> str:
    command = [browser, "--headless", *_QUIET, f"--user-data-dir={profile}", *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=120).stdout  # noqa: S603 - our own page


def main() -> int:
    """Write the pages, and with a browser the pictures, too."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", action="store_true", help="write the pages alone")
    assistant = Assistant(known(()))
    drawn = [(FOLDER / f"{one.name}.html", page(one, assistant)) for one in pictures()]
    for path, text in drawn:
        path.write_text(text, encoding="utf-8")
    if parser.parse_args().pages:
        return 0
    browser = next(filter(None, map(shutil.which, _BROWSERS)), None)
    if browser is None:
        print(
            "no Chromium: on Debian and Ubuntu, apt install chromium fonts-noto-cjk fonts-noto-color-emoji",
            file=sys.stderr,
        )
        return 2
    for path, _ in drawn:
        draw(path, browser)
        print(path.with_suffix(".png").relative_to(FOLDER.parents[1]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
