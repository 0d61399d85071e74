"""Measure what it costs to read a hostile or a huge statement of a bank.

``python -m bench.statements`` reads each in a process of its own; with ``--read`` it is
that process, and reads the standard input.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from auction.rules.refusal import Refusal
from auction.rules.statements.reading import LARGEST, read_statements
from auction.rules.statements.statement import MOST_LINES

ROOT = Path(__file__).resolve().parent.parent
HEAD = b'<?xml version="1.0"?><!DOCTYPE d ['
ENTRY = (
    b'<Ntry><Amt Ccy="EUR">5.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts>'
    b"<BookgDt><Dt>2026-06-01</Dt></BookgDt><NtryDtls><TxDtls><RmtInf><Ustrd>Deposit"
    b"</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>"
)


def main() -> None:
    """Read one statement here, or all in processes apart."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--read", action="store_true")
    if arguments.parse_args().read:
        read()
    else:
        show()


def show() -> None:
    """Print what each took: seconds, memory at the peak, and the answer."""
    idle = cost_of(b"<a/>")["megabytes"]
    for name, content in statements().items():
        cost = cost_of(content)
        print(
            f"{name:<34} {cost['seconds']:5.2f} s   peak memory "
            f"+{cost['megabytes'] - idle:.0f} MB over {idle:.0f} MB   {cost['answer']}"
        )


def statements() -> Mapping[str, bytes]:
    """Return the statements to read, by what is wrong with them."""
    levels = b"".join(
        b'<!ENTITY e%d "%s">' % (n, b"&e%d;" % (n - 1) * 10) for n in range(1, 10)
    )
    bomb = HEAD + b'<!ENTITY e0 "ten letter">' + levels + b"]><Document>&e9;</Document>"
    long = b'<!ENTITY q "' + b"q" * 100_000 + b'">]><Document>'
    quadratic = HEAD + long + b"&q;" * 100_000 + b"</Document>"
    return {
        "entities within entities": bomb,
        "one long entity, often": quadratic,
        "a million elements deep": b"<Stmt>" * 1_000_000,
        "two million elements": b"<Stmt>" + b"<a/>" * 2_000_000 + b"</Stmt>",
        "fifty megabytes": b"<" * 50_000_000,
        "as many entries as may be": envelope(ENTRY * MOST_LINES),
        "as many as have room": envelope(ENTRY * (LARGEST // len(ENTRY) - 10)),
    }


def envelope(entries: bytes) -> bytes:
    """Put entries into one statement."""
    name = b"urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"
    return (
        b'<Document xmlns="%s"><BkToCstmrStmt><Stmt><Id>1</Id><Acct><Id>'
        b"<IBAN>DE89370400440532013000</IBAN></Id><Ccy>EUR</Ccy></Acct>%s</Stmt>"
        b"</BkToCstmrStmt></Document>" % (name, entries)
    )


def cost_of(content: bytes) -> dict[str, float]:
    """Let a process read a statement as the site does; return what it cost."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.statements", "--read"],
        input=content,
        capture_output=True,
        cwd=ROOT,
        check=True,
    )
    cost: dict[str, float] = json.loads(done.stdout)
    return cost


def read() -> None:
    """Read the standard input, then tell what it took."""
    content = sys.stdin.buffer.read()
    begun = time.process_time()
    try:
        found = read_statements(content)
        answer = f"{sum(len(one.lines) for one in found)} entries"
    except Refusal as refusal:
        answer = f"refused: {refusal.told()}"
    seconds = time.process_time() - begun
    status = Path("/proc/self/status").read_text(encoding="ascii")
    kilobytes = int(status.partition("VmHWM:")[2].split()[0])
    megabytes = kilobytes / 1024 - len(content) / 2**20  # beside the file itself
    print(json.dumps({"seconds": seconds, "megabytes": megabytes, "answer": answer}))


if __name__ == "__main__":
    main()
