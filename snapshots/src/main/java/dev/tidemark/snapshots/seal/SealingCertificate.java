package dev.tidemark.snapshots.seal;

import dev.tidemark.snapshots.model.Failure;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.x509.Time;

/**
 * The certificate to seal with. Its DER is walked by hand: the sealed-secrets controller makes certificates with empty
 * names, which the parsers of the JDK and of BouncyCastle refuse.
 */
public final class SealingCertificate {

    /** Position of the validity among the fields of a TBSCertificate that has a version (RFC 5280, section 4.1). */
    private static final int VALIDITY = 4;

    private static final int PUBLIC_KEY = 6;
    private static final int BITS = 2048;

    private final byte[] pem;
    private final RSAPublicKey publicKey;
    private final byte[] fingerprint;
    private final Instant notBefore;
    private final Instant notAfter;

    private SealingCertificate(byte[] pem, RSAPublicKey publicKey, Instant notBefore, Instant notAfter) {
        this.pem = pem;
        this.publicKey = publicKey;
        this.fingerprint = RsaKeys.fingerprint(publicKey);
        this.notBefore = notBefore;
        this.notAfter = notAfter;
    }

    /** @throws Failure usage {@code bad-certificate}, when the first certificate is none of an RSA key, or there is none */
    public static SealingCertificate parse(byte[] pem) {
        return parseAll(pem).getFirst();
    }

    /**
     * All certificates of a PEM text, in their order; at least one.
     *
     * @throws Failure usage {@code bad-certificate}, when one is none of an RSA key, or there is none
     */
    public static List<SealingCertificate> parseAll(byte[] pem) {
        try {
            List<SealingCertificate> certificates = new ArrayList<>();
            for (Pem.Block block : Pem.blocks(new String(pem, StandardCharsets.US_ASCII))) {
                if (block.label().equals("CERTIFICATE")) {
                    certificates.add(walk(Pem.encode("CERTIFICATE", block.der()), block.der()));
                }
            }
            if (certificates.isEmpty()) {
                throw new IllegalArgumentException("there is no CERTIFICATE block");
            }
            return certificates;
        } catch (IllegalArgumentException
                | GeneralSecurityException
                | ParseException
                | IndexOutOfBoundsException
                | ClassCastException
                | IllegalStateException e) {
            throw Failure.usage(
                    "bad-certificate",
                    "read the sealing certificate",
                    "it is no PEM certificate of an RSA key",
                    "kubeseal --fetch-cert prints the controller's");
        }
    }

    private static SealingCertificate walk(byte[] pem, byte[] der) throws GeneralSecurityException, ParseException {
        ASN1Sequence tbs =
                ASN1Sequence.getInstance(ASN1Sequence.getInstance(der).getObjectAt(0));
        int shift = tbs.getObjectAt(0) instanceof ASN1TaggedObject ? 0 : -1;
        ASN1Sequence validity = ASN1Sequence.getInstance(tbs.getObjectAt(VALIDITY + shift));
        byte[] key = encoded(tbs.getObjectAt(PUBLIC_KEY + shift));
        return new SealingCertificate(
                pem,
                RsaKeys.publicKey(key),
                Time.getInstance(validity.getObjectAt(0)).getDate().toInstant(),
                Time.getInstance(validity.getObjectAt(1)).getDate().toInstant());
    }

    private static byte[] encoded(ASN1Encodable object) {
        try {
            return object.toASN1Primitive().getEncoded();
        } catch (java.io.IOException e) {
            throw new IllegalArgumentException("the key cannot be encoded", e);
        }
    }

    public RSAPublicKey publicKey() {
        return publicKey;
    }

    /** {@code SHA256:…}, as ssh-keygen -l and sealed-secrets name the key. */
    public String fingerprint() {
        return RsaKeys.name(fingerprint);
    }

    /** The same as 32 bytes. */
    public byte[] fingerprintBytes() {
        return fingerprint.clone();
    }

    public Instant notBefore() {
        return notBefore;
    }

    public Instant notAfter() {
        return notAfter;
    }

    public byte[] pem() {
        return pem.clone();
    }

    /**
     * Returns this certificate, which must be fit to seal with.
     *
     * @throws Failure refused, when it is expired, or its key has less than 2048 bits
     */
    public SealingCertificate fit(Instant now) {
        if (!notAfter.isAfter(now)) {
            throw unfit("it expired at " + notAfter);
        }
        if (publicKey.getModulus().bitLength() < BITS) {
            throw unfit("its key has " + publicKey.getModulus().bitLength() + " bits, which can be broken");
        }
        return this;
    }

    private Failure unfit(String why) {
        return Failure.refused(
                "unfit-certificate",
                "seal for " + fingerprint(),
                why,
                "seal for a fresh one: --cert names it, tidemark keys rotate gives it to a repository");
    }
}
