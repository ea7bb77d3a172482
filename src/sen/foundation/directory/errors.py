"""What may go wrong in the directory.  SCIM's own errors carry the words of RFC 7644, Section 3.12."""

from typing import ClassVar

from sen.kernel.errors import DomainError, NotFound


class ScimError(DomainError):
    """{detail}"""

    status: ClassVar[int] = 400
    scim_type: ClassVar[str] = ""


class InvalidFilter(ScimError):
    """{detail}"""

    scim_type = "invalidFilter"


class TooMany(ScimError):
    """{detail}"""

    scim_type = "tooMany"


class Uniqueness(ScimError):
    """{detail}"""

    status = 409
    scim_type = "uniqueness"


class Mutability(ScimError):
    """{detail}"""

    scim_type = "mutability"


class InvalidSyntax(ScimError):
    """{detail}"""

    scim_type = "invalidSyntax"


class InvalidPath(ScimError):
    """{detail}"""

    scim_type = "invalidPath"


class NoTarget(ScimError):
    """{detail}"""

    scim_type = "noTarget"


class InvalidValue(ScimError):
    """{detail}"""

    scim_type = "invalidValue"


class Unauthorized(ScimError):
    """{detail}"""

    status = 401


class Forbidden(ScimError):
    """{detail}"""

    status = 403


class ResourceMissing(ScimError):
    """{detail}"""

    status = 404


class VersionStale(ScimError):
    """{detail}"""

    status = 412


class TooLarge(ScimError):
    """{detail}"""

    status = 413


class NotOffered(ScimError):
    """{detail}"""

    status = 501


class NameMissing(DomainError):
    """Hãy ghi tên hệ thống, ví dụ Quản lý cán bộ của Sở Nội vụ."""


class TargetAddressWrong(DomainError):
    """Địa chỉ phải là https và trỏ đến gốc SCIM, ví dụ https://hethong.dongthap.gov.vn/scim/v2"""


class ClientNotFound(NotFound):
    """Không tìm thấy hệ thống này. Tải lại trang để xem danh sách hiện có."""
