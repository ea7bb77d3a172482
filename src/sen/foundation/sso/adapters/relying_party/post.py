"""One form sent to an address somebody registered, without letting that address lead into our own network.

The name is resolved once, every address it has is judged, and the connection goes to the judged address itself: a name that
resolves differently a moment later changes nothing.  Redirects are not followed, the answer's body is not read.
"""

import ipaddress
import socket
from collections.abc import Sequence
from urllib.parse import urlencode, urlsplit

import urllib3

from sen.foundation.sso.errors import AddressForbidden, LogoutNotTaken

_TIMEOUT = urllib3.Timeout(connect=3, read=5)
_TAKEN = frozenset({200, 204})
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def deliver_form(url: str, fields: dict[str, str], inner_networks: Sequence[Network] = (), *, loopback: bool = False) -> None:
    """POST the fields; passes when the other side answered 200 or 204.

    Public addresses are reached always, others only inside ``inner_networks``, this machine only with ``loopback``.
    Raises AddressForbidden, LogoutNotTaken.
    """
    parts = urlsplit(url)
    host, secure = parts.hostname or "", parts.scheme == "https"
    port = parts.port or (443 if secure else 80)
    if parts.scheme not in {"https", "http"} or not host:
        raise AddressForbidden
    target = _judged(host, port, inner_networks, loopback)
    if not secure and not ipaddress.ip_address(target).is_loopback:
        raise AddressForbidden
    pool = (
        urllib3.HTTPSConnectionPool(target, port, timeout=_TIMEOUT, retries=False, assert_hostname=host, server_hostname=host)
        if secure
        else urllib3.HTTPConnectionPool(target, port, timeout=_TIMEOUT, retries=False)
    )
    headers = {"Host": parts.netloc, "Content-Type": "application/x-www-form-urlencoded", "User-Agent": "Sen"}
    path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
    try:
        answer = pool.urlopen("POST", path, body=urlencode(fields), headers=headers, redirect=False, preload_content=False)
        status = answer.status
        answer.close()
    except urllib3.exceptions.HTTPError as error:
        raise LogoutNotTaken from error
    finally:
        pool.close()
    if status not in _TAKEN:
        raise LogoutNotTaken


def _judged(host: str, port: int, inner: Sequence[Network], loopback: bool) -> str:
    """The first address of the name; refused when any of its addresses may not be reached."""
    try:
        found = {str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    except (OSError, UnicodeError) as error:
        raise LogoutNotTaken from error
    addresses = sorted((ipaddress.ip_address(text.partition("%")[0]) for text in found), key=lambda each: (each.version, each.packed))
    if not addresses or not all(_may_reach(address, inner, loopback) for address in addresses):
        raise AddressForbidden
    return str(addresses[0])


def _may_reach(address: ipaddress.IPv4Address | ipaddress.IPv6Address, inner: Sequence[Network], loopback: bool) -> bool:
    mapped = getattr(address, "ipv4_mapped", None)
    address = mapped or address
    if address.is_loopback:
        return loopback
    if any(address.version == network.version and address in network for network in inner):
        return True
    return address.is_global and not address.is_multicast
