"""Keys and certificates for tests, made where they are needed."""

from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

PUBLISHER = "Le Phare"
_DAY = timedelta(days=1)


def name(common):
    return x509.Name(
        [x509.NameAttribute(NameOID.ORGANIZATION_NAME, common), x509.NameAttribute(NameOID.COMMON_NAME, common)]
    )


def build(subject, issuer, key, begin, days):
    builder = x509.CertificateBuilder().subject_name(name(subject)).issuer_name(name(issuer)).public_key(key)
    start = datetime.now(UTC) + begin * _DAY
    return (
        builder.serial_number(x509.random_serial_number()).not_valid_before(start).not_valid_after(start + days * _DAY)
    )


def usage(**asked):
    names = (
        *("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement"),
        *("key_cert_sign", "crl_sign", "encipher_only", "decipher_only"),
    )
    return x509.KeyUsage(**{name: asked.get(name, False) for name in names})


def write_credentials(folder, key=None, *, begin=-1, days=30, purpose=ExtendedKeyUsageOID.EMAIL_PROTECTION):
    """A key, and a certificate with that of its authority, as files in PEM."""
    above, key = ec.generate_private_key(ec.SECP256R1()), key or ec.generate_private_key(ec.SECP256R1())
    root = build("Autorité", "Autorité", above.public_key(), -1, 60)
    root = root.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    root = root.add_extension(usage(key_cert_sign=True, crl_sign=True), critical=True)
    root = root.add_extension(x509.SubjectKeyIdentifier.from_public_key(above.public_key()), critical=False)
    own = build(PUBLISHER, "Autorité", key.public_key(), begin, days)
    own = own.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    own = own.add_extension(usage(digital_signature=True), critical=True)
    own = own.add_extension(x509.ExtendedKeyUsage([purpose]), critical=True)
    own = own.add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(above.public_key()), critical=False)
    chain = [own.sign(above, hashes.SHA256()), root.sign(above, hashes.SHA256())]
    (folder / "chain.pem").write_bytes(b"".join(one.public_bytes(serialization.Encoding.PEM) for one in chain))
    (folder / "key.pem").write_bytes(pack_key(key))
    return folder / "key.pem", folder / "chain.pem"


def write_own_certificate(folder, common):
    """A key, and a certificate that it has signed itself and that may serve and ask, as files in PEM."""
    key = ec.generate_private_key(ec.SECP256R1())
    own = build(common, common, key.public_key(), -1, 30)
    own = own.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    own = own.sign(key, hashes.SHA256())
    (folder / f"{common}.pem").write_bytes(own.public_bytes(serialization.Encoding.PEM))
    (folder / f"{common}.key").write_bytes(pack_key(key))
    return folder / f"{common}.key", folder / f"{common}.pem"


def pack_key(key, protection=None, shape=serialization.PrivateFormat.PKCS8):
    return key.private_bytes(serialization.Encoding.PEM, shape, protection or serialization.NoEncryption())


def make_key(kind):
    if kind == "ed25519":
        return ed25519.Ed25519PrivateKey.generate()
    return ec.generate_private_key(getattr(ec, kind)())
