"""Taking files in, keeping them, having them scanned."""

from sen.foundation.files.services.names import clean_name
from sen.foundation.files.services.scanning import current_scanner, rescan_waiting, scan_file, scanner_status, use_scanner
from sen.foundation.files.services.sniffing import sniff
from sen.foundation.files.services.storing import discard_orphans, store_bytes, store_stream
from sen.foundation.files.services.uploads import append_chunk, discard_stale_uploads, finish_upload, start_upload

__all__ = [
    "append_chunk",
    "clean_name",
    "current_scanner",
    "discard_orphans",
    "discard_stale_uploads",
    "finish_upload",
    "rescan_waiting",
    "scan_file",
    "scanner_status",
    "sniff",
    "start_upload",
    "store_bytes",
    "store_stream",
    "use_scanner",
]
