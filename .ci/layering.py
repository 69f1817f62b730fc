#!/usr/bin/env python3
"""Checks that the folders keep their direction (docs/architecture.md): who may include whom, where SQL may stand, who may ask the clock.

    .ci/layering.py              check this tree; one line per violation, exit code 1 if there is any
    .ci/layering.py --self-test  plant one violation of every rule in a temporary tree and see each of them found
"""

import re
import sys
import tempfile
from pathlib import Path
from typing import Iterator, NamedTuple

# A folder of core includes itself and the folders before it. The same list, with what each one is for, is in docs/architecture.md.
CORE_ORDER = ["base", "calls", "templates", "playbook", "policy", "settings", "store", "audit", "connectors", "ingress", "engine",
              "desk", "board", "reports", "practice"]
CORE_FOR_UI = {"base", "calls", "board", "desk"}  # the values and commands that screens are made of
# practice plays the outside world, which has a clock of its own; the listener's time-outs are Asio timers, which know only that clock
MAY_ASK_THE_CLOCK = ("app/", "core/practice/", "core/ingress/httpsession.cpp")
MAY_KNOW_SQL = "core/store/"

GUI_HEADER = re.compile(
    r"Q(Gui)?Application|Q\w*(Widget|Window|Dialog|Button|Layout|Edit|Delegate|Box|Menu|MenuBar|Action|ActionGroup|Validator)"
    r"|Q(Abstract(Item|Scroll|Graphics)\w*(View|Area)|\w*(Table|Tree|List|Column|Header|Graphics|Undo)View)"
    r"|Q(Label|Splitter|ToolBar|ToolTip|StatusBar|TabBar|Style|StyleOption|ProxyStyle|StyleFactory|SystemTrayIcon|Completer|Shortcut)"
    r"|Q(Painter\w*|Paint\w+|Pixmap|Image\w*|Icon\w*|Color|Brush|Pen|Font\w*|Palette|Cursor|Screen|Clipboard|DesktopServices)"
    r"|Q(Key|Mouse|Wheel|Paint|Resize|Close|Show|Hide|Focus)Event|Q(KeySequence|TextDocument|TextCursor|StandardItemModel|Svg\w+)")
SQL_NAME = re.compile(r"\b(QSql\w+|sqlite3_\w+|sqlite3|PQ[a-z]\w+|PGconn)\b")
SQL_HEADER = re.compile(r"QSql\w+|sqlite3\.h|libpq-fe\.h")
SQL_TEXT = re.compile(r"\b(SELECT\s[\s\S]+?\sFROM|INSERT\s+(OR\s+\w+\s+)?INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM|(CREATE|ALTER|DROP)\s+"
                      r"(UNIQUE\s+)?(TABLE|INDEX|TRIGGER|VIEW)|PRAGMA\s+\w+|BEGIN\s+IMMEDIATE)\b")
CLOCK = re.compile(r"\b((system|steady|high_resolution|utc)_clock::now|currentDateTime(Utc)?|current(MSecs|Secs)SinceEpoch"
                   r"|QTime::currentTime|QDate::currentDate|gettimeofday|clock_gettime|time\s*\(\s*(nullptr|NULL|0)\s*\))")
JSON_NAME = re.compile(r"\bQJson\w+")

INCLUDE = re.compile(r"^[ \t]*#[ \t]*include[ \t]*([<\"])([^>\"\n]+)[>\"]", re.M)
# Comments and literals. The look-behind leaves digit separators (10'000) alone.
OPAQUE = re.compile(r"//[^\n]*|/\*.*?\*/"
                    r"|R\"(?P<fence>[^()\\\s]*)\((?P<raw>.*?)\)(?P=fence)\""
                    r"|\"(?P<text>(?:\\.|[^\"\\\n])*)\""
                    r"|(?<![0-9a-fA-F])'(?:\\.|[^'\\\n])+'", re.S)


class Violation(NamedTuple):
    file: str
    line: int
    rule: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: layering: {self.rule}"


class Include(NamedTuple):
    line: int
    quoted: bool
    name: str


class Source:
    """A file taken apart: its includes, its string literals, and its code with comments and literals blanked out."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.literals: list[tuple[int, str]] = []
        self.includes: list[Include] = []
        code = OPAQUE.sub(lambda match: self._blank(match, text), text)
        for match in INCLUDE.finditer(code):
            self.includes.append(Include(line_of(code, match.start(1)), match[1] == '"', match[2]))
        self.code = INCLUDE.sub("", code)  # an include takes no line break with it, so lines keep their numbers

    def _blank(self, match: "re.Match[str]", text: str) -> str:
        before = text[text.rfind("\n", 0, match.start()) + 1:match.start()]
        if match["text"] is not None and re.fullmatch(r"\s*#\s*include\s*", before):
            return match[0]
        for group in ("raw", "text"):
            if match[group] is not None:
                self.literals.append((line_of(text, match.start()), match[group]))
        return re.sub(r"[^\n]", " ", match[0])

    def uses(self, pattern: "re.Pattern[str]") -> Iterator[tuple[int, str]]:
        for match in pattern.finditer(self.code):
            yield line_of(self.code, match.start()), match[0]


def line_of(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


def sources(root: Path) -> Iterator[Source]:
    for top in ("core", "ui", "app", "tests"):
        for path in sorted((root / top).rglob("*")):
            if path.suffix in (".h", ".cpp"):
                yield Source(path.relative_to(root).as_posix(), path.read_text(encoding="utf-8", errors="replace"))


def check_core(source: Source) -> Iterator[Violation]:
    parts = source.path.split("/")
    folder = parts[1]
    if len(parts) < 3 or folder not in CORE_ORDER:
        yield Violation(source.path, 1, "core has no such folder: give it its place in CORE_ORDER (.ci/layering.py) and docs/architecture.md")
        return
    for include in source.includes:
        first = include.name.split("/")[0]
        if not include.quoted:
            if GUI_HEADER.fullmatch(include.name.split("/")[-1]):
                yield Violation(source.path, include.line, f"core shows nothing, so it has no use for <{include.name}>")
        elif "/" not in include.name or first == "..":
            if not include.name.endswith(".moc"):
                yield Violation(source.path, include.line, f'"{include.name}": write includes from core\'s root, "{folder}/..."')
        elif first not in CORE_ORDER:
            yield Violation(source.path, include.line, f'core includes only core, not "{include.name}"')
        elif CORE_ORDER.index(first) > CORE_ORDER.index(folder):
            yield Violation(source.path, include.line, f'core/{folder} comes before core/{first}, so it may not include "{include.name}"')


def check_ui(source: Source, root: Path) -> Iterator[Violation]:
    for include in source.includes:
        if not include.quoted or (root / "ui" / include.name).exists():  # ui's folder is searched first, as the compiler does
            continue
        first = include.name.split("/")[0]
        if first in ("app", "core", "..") or (first in CORE_ORDER and first not in CORE_FOR_UI):
            allowed = ", ".join(sorted(CORE_FOR_UI))
            yield Violation(source.path, include.line, f'ui includes ui and of core only {allowed}, not "{include.name}"')
    for line, name in source.uses(JSON_NAME):
        yield Violation(source.path, line, f"ui sees values, not JSON ({name})")


def check_everywhere(source: Source) -> Iterator[Violation]:
    for include in source.includes:
        if not include.quoted and re.match(r"Qt[A-Z]\w*/", include.name):
            short = include.name.split("/")[-1]
            yield Violation(source.path, include.line, f"<{include.name}>: write <{short}>, so that a wrong include fails to compile")
    if source.path.startswith("tests/"):
        return
    if not source.path.startswith(MAY_KNOW_SQL):
        where = f"only {MAY_KNOW_SQL.rstrip('/')} knows SQL"
        for include in source.includes:
            if SQL_HEADER.fullmatch(include.name.split("/")[-1]):
                yield Violation(source.path, include.line, f"{where} (<{include.name}>)")
        for line, name in source.uses(SQL_NAME):
            yield Violation(source.path, line, f"{where} ({name})")
        for line, text in source.literals:
            found = SQL_TEXT.search(text)
            if found:
                yield Violation(source.path, line, f"{where} (\"{' '.join(found[0].split())[:40]}\")")
    if not source.path.startswith(MAY_ASK_THE_CLOCK):
        for line, name in source.uses(CLOCK):
            yield Violation(source.path, line, f"only app asks the system's clock; take a Clock or an Instant ({name})")


def check(root: Path) -> tuple[int, list[Violation]]:
    count = 0
    found: list[Violation] = []
    for source in sources(root):
        count += 1
        if source.path.startswith("core/"):
            found += check_core(source)
        elif source.path.startswith("ui/"):
            found += check_ui(source, root)
        found += check_everywhere(source)
    return count, sorted(set(found))


# A tree in little: lines marked with BAD break a rule, and only those.
PLANTED = {
    "core/policy/decide.cpp": '''
        #include "policy/decide.h"
        #include "calls/values.h" // "store/database.h" in a comment is no include
        #include "store/database.h" // BAD
        #include "ui/screens.h" // BAD
        #include "decide.h" // BAD
        #include <QStringView>
        #include <QAbstractItemModel>
        #include <QWidget> // BAD
        #include <QIcon> // BAD
        #include <QtCore/QString> // BAD
        const int limit = 10'000; const char mark = '"';
        const auto now = std::chrono::system_clock::now(); // BAD
        const auto fine = u"QDateTime::currentDateTime() in a text is no call"_s;
        /* std::chrono::steady_clock::now() in a comment
           is none either */ const auto then = QDateTime::currentDateTimeUtc(); // BAD
        ''',
    "core/policy/decide.h": "",
    "core/calls/values.h": "",
    "core/store/database.cpp": '''
        #include "store/database.h"
        #include <QSqlQuery>
        const auto text = R"(SELECT id
            FROM calls)";
        ''',
    "core/store/database.h": "",
    "core/desk/claim.cpp": '''
        #include <QSqlQuery> // BAD
        QSqlDatabase database; // BAD
        const auto text = R"(
            UPDATE tasks SET state = ?)"; // BAD -1
        const auto prose = u"select a row from the list to update it"_s;
        ''',
    "core/practice/clock.cpp": "const auto now = std::chrono::steady_clock::now();",
    "core/misc/things.h": "// BAD",
    "ui/board/model.cpp": '''
        #include "board/model.h"
        #include "board/rows.h"
        #include "ui_dialog.h"
        #include "settings/page.h"
        #include "store/database.h" // BAD
        #include "settings/secretstore.h" // BAD
        #include "app/wiring.h" // BAD
        #include <QWidget>
        QJsonObject object; // BAD
        const qint64 now = QDateTime::currentMSecsSinceEpoch(); // BAD
        ''',
    "ui/board/model.h": "",
    "ui/settings/page.h": "",
    "core/board/rows.h": "",
    "core/settings/secretstore.h": "",
    "app/main.cpp": '''
        #include "store/database.h"
        #include <QtWidgets/QApplication> // BAD
        const auto now = std::chrono::system_clock::now();
        ''',
    "tests/core/tst_database.cpp": '''
        #include "store/database.h"
        #include <QSqlQuery>
        #include <QtTest/QTest> // BAD
        const auto now = QDateTime::currentDateTimeUtc();
        ''',
}


def self_test() -> int:
    expected: set[tuple[str, int]] = set()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name, text in PLANTED.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            for number, line in enumerate(text.split("\n"), start=1):
                mark = re.search(r"// BAD(?: (-\d+))?$", line)
                if mark:
                    expected.add((name, number + int(mark[1] or 0)))
        found = {(violation.file, violation.line) for violation in check(root)[1]}
    for name, line in sorted(expected - found):
        print(f"layering: self-test: the violation planted in {name}:{line} was not found", file=sys.stderr)
    for name, line in sorted(found - expected):
        print(f"layering: self-test: {name}:{line} is clean, but was reported", file=sys.stderr)
    if expected == found:
        print(f"lint: layering finds all {len(expected)} planted violations", file=sys.stderr)
    return 0 if expected == found else 1


def main() -> int:
    if sys.argv[1:] == ["--self-test"]:
        return self_test()
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent.parent
    count, found = check(root)
    for violation in found:
        print(violation, file=sys.stderr)
    print(f"lint: layering reads {count} files: {len(found)} violations", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
