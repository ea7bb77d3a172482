"""PAdES signatures on PDF files."""

import datetime as dt
from collections.abc import Iterable
from io import BytesIO

from asn1crypto import x509
from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import BoxConstraints
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator.registry import SimpleCertificateStore

from sen.foundation.printing.services import render_pdf
from sen.foundation.signing.errors import NotSignable
from sen.foundation.signing.services.keys import current_signer
from sen.foundation.signing.types import SignatureRole, Signer, SignerIdentity
from sen.kernel import clock
