"""Who walks through the platform, and the addresses each of them starts from."""

from tests.browsing import CITIZEN, officer

OTHER_AGENCY = "29905"
GALLERY = [
    "/bo-thanh-phan/",
    "/bo-thanh-phan/to-khai/",
    "/bo-thanh-phan/ban-lam-viec/",
    "/bo-thanh-phan/giay-to/",
    "/bo-thanh-phan/bang-goi-so/",
]
STARTS = {
    "": ["/", "/thu-tuc/?q=khai+sinh", "/kiem-tra/", "/kiem-tra/ABC/", "/dang-ky/", *GALLERY],
    CITIZEN: ["/", "/ho-so/", "/nop/1.001612/", "/tai-khoan/", "/dang-nhap/nang-muc/?muc=3&tiep=/ho-so/", "/dang-nhap/xac-nhan/"],
    officer("motcua"): ["/mot-cua/", *(f"/mot-cua/?tab={tab}" for tab in ("chuyen", "bo-sung", "tra", "qua-han")), "/mot-cua/bao-cao/06a/"],
    officer("chuyenvien"): [
        "/lam-viec/",
        "/lam-viec/du-thao/",
        "/ho-so-cong-viec/",
        "/lam-viec/ho-so/",
        "/lam-viec/tim/?q=nguyen",
        "/lam-viec/hang-loat/",
        "/lam-viec/nhiem-vu/",
    ],
    officer("chuyenvien", OTHER_AGENCY): ["/lam-viec/"],
    officer("truongphong"): [
        "/lam-viec/ho-so/?cua=co-quan",
        "/lam-viec/du-thao/",
        "/lam-viec/?cua=cap-duoi",
        "/lam-viec/ky/",
        "/lam-viec/sang-nay/",
    ],
    officer("lanhdao"): [
        "/lam-viec/ho-so/?cua=co-quan",
        "/lam-viec/van-ban/den/?nhom=da-xong",
        "/lam-viec/du-thao/ky/",
        "/lam-viec/sang-nay/",
        "/lam-viec/nhiem-vu/giao/",
        "/lam-viec/ky/",
        "/ket-qua/",
    ],
    officer("kiemsoat", "so01"): ["/lam-viec/", "/ket-qua/", "/quan-tri/thu-tuc/", "/quan-tri/quy-trinh/"],
    officer("quantri", "so01"): ["/lam-viec/", "/quan-tri/viec-nen/", "/quan-tri/nhat-ky/", "/quan-tri/co-quan/", "/quan-tri/lich/"],
    officer("truc", "so01"): [
        "/lam-viec/",
        "/truc/thong-diep/",
        "/truc/su-kien/",
        "/csdl/quoc-gia/",
        "/dich-vu-chia-se/",
        "/truc/loi/AccessDenied/",
    ],
    officer("csdl", "so01"): [
        "/lam-viec/",
        "/csdl/dan-cu/?q=nguyen+thi",
        "/csdl/doanh-nghiep/?q=cong+ty",
        "/csdl/danh-muc/",
        "/csdl/quoc-gia/",
        "/csdl/quoc-gia/doanh-nghiep/?q=cong+ty",
    ],
    officer("vanthu"): [
        "/lam-viec/van-ban/",
        "/lam-viec/van-ban/den/?nhom=moi",
        "/lam-viec/van-ban/di/?nhom=tat-ca",
        "/lam-viec/du-thao/phat-hanh/",
    ],
    officer("vanthu", "ubnd"): ["/lam-viec/van-ban/", "/lam-viec/lien-thong-van-ban/"],
    officer("luutru"): ["/ho-so-cong-viec/nop-luu/", "/ho-so-cong-viec/?tt=archived", "/ho-so-cong-viec/thoi-han/"],
}
