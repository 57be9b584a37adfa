package dev.tidemark.snapshots.seal;

import dev.tidemark.snapshots.model.SecretValue;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.RSAPrivateCrtKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A key pair to seal and open with, like the ones that the sealed-secrets controller makes, which it can therefore adopt.
 *
 * @param privateKeyPem PKCS#1 PEM
 * @param certificatePem self-signed, ten years
 */
public record SealingKeyPair(SecretValue privateKeyPem, byte[] certificatePem) {

    private static final int BITS = 4096;
    private static final Duration LIFE = Duration.ofDays(3650);

    /** An RSA-4096 pair, valid from {@code now}; takes about a second. */
    public static SealingKeyPair generate(Instant now) {
        return generate(now, BITS);
    }

    /**
     * The pairs that private keys and certificates make up, in the order of the keys.
     *
     * @param privateKeys PEM, one after the other
     * @throws dev.tidemark.snapshots.model.Failure usage, when a key cannot be read
     */
    public static List<SealingKeyPair> of(SecretValue privateKeys, List<SealingCertificate> certificates) {
        Keyring keyring = Keyring.of(List.of(privateKeys));
        return keyring.certificates().stream()
                .flatMap(name -> certificates.stream()
                        .filter(certificate -> certificate.fingerprint().equals(name))
                        .map(certificate -> new SealingKeyPair(keyring.encoded(name), certificate.pem())))
                .toList();
    }

    static SealingKeyPair generate(Instant now, int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(bits);
            KeyPair pair = generator.generateKeyPair();
            X500Name name = new X500Name("CN=tidemark");
            X509v3CertificateBuilder certificate = new X509v3CertificateBuilder(
                    name,
                    new BigInteger(127, new SecureRandom()),
                    Date.from(now),
                    Date.from(now.plus(LIFE)),
                    name,
                    SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()));
            certificate.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
            certificate.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.encipherOnly));
            byte[] der = certificate
                    .build(new JcaContentSignerBuilder("SHA256withRSA").build(pair.getPrivate()))
                    .getEncoded();
            byte[] key = RsaKeys.toPkcs1((RSAPrivateCrtKey) pair.getPrivate());
            return new SealingKeyPair(
                    new SecretValue(Pem.encode("RSA PRIVATE KEY", key)), Pem.encode("CERTIFICATE", der));
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException("every Java platform has RSA", e);
        }
    }
}
