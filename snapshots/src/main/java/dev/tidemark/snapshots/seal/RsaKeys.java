package dev.tidemark.snapshots.seal;

import dev.tidemark.snapshots.model.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;

/** RSA keys from their encodings, and the name that ssh-keygen and sealed-secrets give a public key. */
final class RsaKeys {

    private RsaKeys() {}

    static RSAPublicKey publicKey(byte[] subjectPublicKeyInfo) throws GeneralSecurityException {
        PublicKey key = KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(subjectPublicKeyInfo));
        return (RSAPublicKey) key;
    }

    static RSAPublicKey publicKey(RSAPrivateCrtKey key) throws GeneralSecurityException {
        return (RSAPublicKey) KeyFactory.getInstance("RSA")
                .generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent()));
    }

    static RSAPrivateCrtKey pkcs8(byte[] der) throws GeneralSecurityException {
        return (RSAPrivateCrtKey) KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der));
    }

    static RSAPrivateCrtKey pkcs1(byte[] der) throws GeneralSecurityException {
        RSAPrivateKey k = RSAPrivateKey.getInstance(der);
        return (RSAPrivateCrtKey) KeyFactory.getInstance("RSA")
                .generatePrivate(new RSAPrivateCrtKeySpec(
                        k.getModulus(),
                        k.getPublicExponent(),
                        k.getPrivateExponent(),
                        k.getPrime1(),
                        k.getPrime2(),
                        k.getExponent1(),
                        k.getExponent2(),
                        k.getCoefficient()));
    }

    static byte[] toPkcs1(RSAPrivateCrtKey k) throws IOException {
        return new RSAPrivateKey(
                        k.getModulus(),
                        k.getPublicExponent(),
                        k.getPrivateExponent(),
                        k.getPrimeP(),
                        k.getPrimeQ(),
                        k.getPrimeExponentP(),
                        k.getPrimeExponentQ(),
                        k.getCrtCoefficient())
                .getEncoded();
    }

    /** SHA-256 of the key in SSH's form (RFC 4253, section 6.6). */
    static byte[] fingerprint(RSAPublicKey key) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            string(out, "ssh-rsa".getBytes(StandardCharsets.US_ASCII));
            string(out, number(key.getPublicExponent()));
            string(out, number(key.getModulus()));
            return Sha256.of(bytes.toByteArray());
        } catch (IOException e) {
            throw new IllegalStateException("memory does not fail", e);
        }
    }

    /** {@code SHA256:} and unpadded base64. */
    static String name(byte[] fingerprint) {
        return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(fingerprint);
    }

    private static byte[] number(BigInteger value) {
        return value.toByteArray();
    }

    private static void string(DataOutputStream out, byte[] value) throws IOException {
        out.writeInt(value.length);
        out.write(value);
    }
}
