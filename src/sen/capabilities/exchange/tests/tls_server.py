"""A gateway's provider face for tests: TLS with a certificate of the axis, a client certificate wanted, nothing behind it."""

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec


@contextmanager
def listening(folder: Path, key: ec.EllipticCurvePrivateKey, certificate_pem: str) -> Iterator[int]:
    """The port on which it answers."""
    secret = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    place = folder / "face.pem"
    place.write_bytes(secret + certificate_pem.encode())
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.load_cert_chain(place)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        worker = threading.Thread(target=_answer, args=(listener, context), daemon=True)
        worker.start()
        yield listener.getsockname()[1]
        listener.shutdown(socket.SHUT_RDWR)
    worker.join(timeout=5)


def _answer(listener: socket.socket, context: ssl.SSLContext) -> None:
    while True:
        try:
            plain, _address = listener.accept()
        except OSError:
            return
        with plain:
            plain.settimeout(3)
            try:
                context.wrap_socket(plain, server_side=True).close()
            except OSError:
                continue
