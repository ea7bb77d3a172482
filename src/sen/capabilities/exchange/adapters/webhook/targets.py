"""Which addresses the platform may call on behalf of a subscriber: never its own inside, whatever a name resolves to."""

import ipaddress
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from sen.capabilities.exchange.errors import UnsafeTarget

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_PORTS = {"https": 443, "http": 80}


@dataclass(frozen=True, slots=True)
class Target:
    """A checked address: ``ip`` is what the connection goes to, so that a second look-up cannot lead elsewhere."""

    secure: bool
    host: str
    port: int
    path: str
    ip: str = ""


def parse_target(url: str) -> Target:
    """The parts of an address; raises UnsafeTarget for anything but a plain http(s) address."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise UnsafeTarget("target", reason="địa chỉ viết sai") from None
    if parts.scheme not in _PORTS or not parts.hostname:
        raise UnsafeTarget("target", reason="địa chỉ phải bắt đầu bằng https://")
    if parts.username or parts.password or parts.fragment:
        raise UnsafeTarget("target", reason="địa chỉ không được chứa tên đăng nhập hoặc dấu #")
    if any(ord(char) <= 32 or ord(char) > 126 for char in url):
        raise UnsafeTarget("target", reason="địa chỉ chỉ gồm chữ không dấu, không có khoảng trắng")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(parts.scheme == "https", parts.hostname, port or _PORTS[parts.scheme], path)


def resolve_target(url: str, networks: Sequence[str]) -> Target:
    """The address with the machine it leads to now; every machine behind the name must be allowed.

    ``networks`` are those inside the province that may be called, also without TLS; everything else must be public and https.
    Raises UnsafeTarget.
    """
    target = parse_target(url)
    inside = [ipaddress.ip_network(network) for network in networks]
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise UnsafeTarget("target", reason="không tìm thấy máy có tên này") from None
    addresses = [ipaddress.ip_address(str(entry[4][0]).partition("%")[0]) for entry in found]
    named = [_is_inside(address, inside) for address in addresses]
    if not addresses or not all(known or is_public(address) for known, address in zip(named, addresses, strict=True)):
        raise UnsafeTarget("target", reason="địa chỉ nằm trong mạng nội bộ không được phép gọi")
    if not target.secure and not all(named):
        raise UnsafeTarget("target", reason="địa chỉ ngoài mạng nội bộ phải dùng https")
    return Target(target.secure, target.host, target.port, target.path, str(addresses[0]))


def is_public(address: Address) -> bool:
    """Whether the address belongs to the open Internet, also when it is wrapped in another form."""
    inner = _unwrapped(address)
    return inner.is_global and not inner.is_multicast and not inner.is_reserved


def _is_inside(address: Address, networks: Sequence[Network]) -> bool:
    inner = _unwrapped(address)
    return any(inner.version == network.version and inner in network for network in networks)


def _unwrapped(address: Address) -> Address:
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    teredo = address.teredo[1] if address.teredo else None
    return address.ipv4_mapped or address.sixtofour or teredo or address
