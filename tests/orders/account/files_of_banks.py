"""Files as banks make them. The people in them must be found nowhere afterwards."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

PAYER, THEIR_IBAN = "Graciela Payer-Whitcombe", "GB29NWBK60161331926819"


def entry(
    amount: str,
    text: str,
    *,
    on: date | None = None,
    currency: str = "USD",
    theirs: str = "",
    way: str = "CRDT",
    more: str = "",
    state: str = "<Sts><Cd>BOOK</Cd></Sts>",
) -> str:
    day = (on or timezone.localdate()).isoformat()
    ref = f"<AcctSvcrRef>{theirs}</AcctSvcrRef>" if theirs else ""
    details = more or (
        f"<NtryDtls><TxDtls><RltdPties><Dbtr><Pty><Nm>{PAYER}</Nm></Pty></Dbtr><DbtrAcct><Id><IBAN>{THEIR_IBAN}</IBAN>"
        f"</Id></DbtrAcct></RltdPties><RmtInf><Ustrd>{text}</Ustrd></RmtInf></TxDtls></NtryDtls>"
    )
    return (
        f'<Ntry><Amt Ccy="{currency}">{amount}</Amt><CdtDbtInd>{way}</CdtDbtInd>{state}'
        f"<BookgDt><Dt>{day}</Dt></BookgDt>{ref}{details}</Ntry>"
    )


def part_of_many(amount: str, text: str, currency: str = "USD") -> str:
    return (
        f'<TxDtls><Amt Ccy="{currency}">{amount}</Amt><RltdPties><Dbtr><Nm>{PAYER}</Nm></Dbtr></RltdPties>'
        f"<RmtInf><Ustrd>{text}</Ustrd></RmtInf></TxDtls>"
    )


def camt(*entries: str, head: str = "") -> bytes:
    told = (
        f'<?xml version="1.0" encoding="UTF-8"?>{head}<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08">'
        f"<BkToCstmrStmt><GrpHdr><MsgId>1</MsgId></GrpHdr><Stmt><Id>1</Id>{''.join(entries)}</Stmt></BkToCstmrStmt></Document>"
    )
    return told.encode()


def table(*rows: str, titles: str = "Date,Description,Payer,Amount") -> bytes:
    return "\n".join([titles, *rows]).encode()


def plain(minor: int) -> str:
    return f"{minor // 100}.{minor % 100:02d}"
