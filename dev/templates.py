"""Compiles every template of ours, and looks for what the Content-Security-Policy would refuse anyway."""

import re
import sys
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parent.parent / "troth"
INLINE = re.compile(
    r"""<style\b|\sstyle\s*=\s*["']|\son[a-z]+\s*=\s*["']|<script(?![^>]*\b(?:src|type="application/(?:ld\+)?json"))[^>]*>""",
    re.I,
)


def problems() -> list[str]:
    from django.template import TemplateSyntaxError, engines

    found = []
    engine = engines["django"].engine
    for path in sorted(ROOT.rglob("templates/**/*")):
        if path.suffix not in (".html", ".txt", ".xml"):
            continue
        text = path.read_text()
        try:
            engine.from_string(text)
        except TemplateSyntaxError as error:
            found.append(f"{path.relative_to(ROOT)}: {error}")
        is_page = path.suffix == ".html" and "channels" not in path.parts
        if is_page and (inline := INLINE.search(text)):
            line = text[: inline.start()].count("\n") + 1
            found.append(
                f"{path.relative_to(ROOT)}:{line}: inline script or style, which the page's own policy refuses"
            )
    return found


if __name__ == "__main__":
    django.setup()
    bad = problems()
    sys.stdout.write("\n".join(bad) + "\n" if bad else "")
    sys.exit(1 if bad else 0)
