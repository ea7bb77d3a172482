"""The bytes of one file, decoded from base64 as they pass."""

import binascii

from sen.capabilities.edocs.errors import AttachmentBroken

_SPACES = b" \t\r\n"
_BLOCK = 4


class Payload:
    """Collects base64 and gives the bytes; strict, so that nothing but base64 gets through."""

    __slots__ = ("_ended", "_pieces", "_rest", "size")

    def __init__(self) -> None:
        """Nothing was met yet."""
        self.size = 0
        self._pieces: list[bytes] = []
        self._rest = b""
        self._ended = False

    @property
    def is_fresh(self) -> bool:
        """Whether nothing was met yet."""
        return not self._pieces and not self._rest

    def take(self, text: bytes) -> None:
        """Decode some more.  Raises AttachmentBroken."""
        if any(text.find(space) >= 0 for space in (b"\n", b"\r", b" ", b"\t")):
            text = text.translate(None, _SPACES)
        if self._rest:
            text = self._rest + text
        whole = len(text) - len(text) % _BLOCK
        self._rest = text[whole:]
        if not whole:
            return
        if self._ended:
            raise AttachmentBroken(name="", reason="có dữ liệu sau phần kết thúc base64")
        try:
            piece = binascii.a2b_base64(text[:whole] if self._rest else text, strict_mode=True)
        except binascii.Error as error:
            raise AttachmentBroken(name="", reason="không phải base64") from error
        # Only padding leaves a remainder of three bytes.
        self._ended = len(piece) % 3 != 0
        self.size += len(piece)
        self._pieces.append(piece)

    def close(self) -> None:
        """No more comes.  Raises AttachmentBroken when the last block is incomplete."""
        if self._rest:
            raise AttachmentBroken(name="", reason="base64 bị cắt cụt")

    def release(self) -> bytes:
        """The bytes; they are no longer held here."""
        pieces, self._pieces = self._pieces, []
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)
