"""Writing and reading edXML packets of 1 MB on one core.

The floor is base64 of the same file there and back, without a packet around it.
"""

import binascii
import datetime as dt
import random
import statistics
import sys
import time
from collections.abc import Callable

from benchmarks._report import finish, measure, middle_half, options
from sen.capabilities.edocs.adapters.edxml.reading import read_packet
from sen.capabilities.edocs.adapters.edxml.writing import write_document
from sen.capabilities.edocs.types import Attachment, DocumentMessage, Organ, Signer

TARGET = 100
_MEGABYTE = 1024 * 1024
_WARM = 5


def main() -> int:
    """Write and read one packet again and again; seconds of this process's processor count."""
    asked = options(__doc__ or "", packets=300)
    message = _message()
    packet = write_document(message)
    if read_packet(packet) != message:
        raise SystemExit("the packet does not read as it was written")
    spent = _seconds(lambda: read_packet(write_document(message)), asked.packets)
    bare = _seconds(lambda: binascii.a2b_base64(binascii.b2a_base64(message.attachments[0].content)), asked.packets)
    rates = [1 / each for each in spent]
    size = f"{asked.packets} packets of {len(packet):,} bytes with a file of 1 MB"
    figure = measure(
        "edXML write and read", 1 / statistics.fmean(spent), "packets/s", TARGET, size=size, floor=1 / statistics.fmean(bare),
        spread=middle_half(rates),
    )  # fmt: skip
    return finish([figure], asked.json)


def _message() -> DocumentMessage:
    """A document with one file that does not compress."""
    content = b"%PDF-1.7\n" + random.Random(1).randbytes(_MEGABYTE)
    return DocumentMessage(
        sender=Organ("H20", "Ủy ban nhân dân tỉnh Đồng Tháp"),
        receivers=tuple(Organ(f"H{number:02}", f"Ủy ban nhân dân tỉnh số {number}") for number in range(1, 4)),
        number="12",
        notation="UBND-VX",
        issued_on=dt.date(2026, 11, 2),
        document_id="H20,2026/11/02,12/UBND-VX",
        subject="Về việc phối hợp rà soát thủ tục hành chính liên thông",
        signer=Signer("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Nguyễn Văn Mẫu"),
        attachments=(Attachment("12-ubnd-vx.pdf", content, content_id="1"),),
    )


def _seconds(work: Callable[[], object], times: int) -> list[float]:
    """Processor seconds of each run, after a few to warm up."""
    spent = []
    for turn in range(times + _WARM):
        started = time.process_time()
        work()
        if turn >= _WARM:
            spent.append(time.process_time() - started)
    return spent


if __name__ == "__main__":
    sys.exit(main())
