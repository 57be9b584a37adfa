package dev.tidemark.snapshots.seal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.snapshots.model.Failure;
import dev.tidemark.snapshots.model.SecretValue;
import dev.tidemark.snapshots.yaml.CanonicalYaml;
import dev.tidemark.snapshots.yaml.MalformedYaml;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.interfaces.RSAPrivateCrtKey;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Private sealing keys, by the fingerprint of their public key. */
public final class Keyring {

    private final Map<String, RSAPrivateCrtKey> keys = new LinkedHashMap<>();

    private Keyring() {}

    /**
     * Reads what kubeseal's {@code --recovery-private-key} reads: PEM (PKCS#1 or PKCS#8), a key Secret, or a List of them,
     * as YAML or JSON.
     *
     * @throws Failure usage, when a file holds no key
     */
    public static Keyring of(Collection<SecretValue> files) {
        Keyring keyring = new Keyring();
        for (SecretValue file : files) {
            int before = keyring.keys.size();
            try {
                keyring.read(new String(file.reveal(), StandardCharsets.UTF_8));
            } catch (GeneralSecurityException | IllegalArgumentException | IllegalStateException | MalformedYaml e) {
                throw noKey();
            }
            if (keyring.keys.size() == before) {
                throw noKey();
            }
        }
        return keyring;
    }

    public static Keyring empty() {
        return new Keyring();
    }

    private static Failure noKey() {
        return Failure.usage(
                "bad-keys",
                "read the private sealing keys",
                "the file holds no unencrypted RSA private key",
                "give PEM, a key Secret or a List of them, as kubectl get secret -o yaml prints it");
    }

    private void read(String text) throws GeneralSecurityException {
        if (text.contains("-----BEGIN ")) {
            pem(text);
            return;
        }
        JsonNode document = CanonicalYaml.read(text.getBytes(StandardCharsets.UTF_8));
        if (document.path("items").isArray()) {
            for (JsonNode item : document.path("items")) {
                secret(item);
            }
        } else {
            secret(document);
        }
    }

    private void secret(JsonNode secret) throws GeneralSecurityException {
        String key = secret.path("data").path("tls.key").asText("");
        if (!key.isEmpty()) {
            pem(new String(Base64.getDecoder().decode(key), StandardCharsets.US_ASCII));
        }
    }

    private void pem(String text) throws GeneralSecurityException {
        for (Pem.Block block : Pem.blocks(text)) {
            switch (block.label()) {
                case "RSA PRIVATE KEY" -> add(RsaKeys.pkcs1(block.der()));
                case "PRIVATE KEY" -> add(RsaKeys.pkcs8(block.der()));
                default -> {} // certificates often stand beside their key
            }
        }
    }

    private void add(RSAPrivateCrtKey key) throws GeneralSecurityException {
        keys.put(RsaKeys.name(RsaKeys.fingerprint(RsaKeys.publicKey(key))), key);
    }

    public boolean isEmpty() {
        return keys.isEmpty();
    }

    /** Whether what is sealed for {@code certificate} can be opened. */
    public boolean has(SealingCertificate certificate) {
        return has(certificate.fingerprint());
    }

    /** The same of a certificate that is named ({@code SHA256:…}). */
    boolean has(String certificate) {
        return keys.containsKey(certificate);
    }

    /** What the keys open, {@code SHA256:…} each, in their order. */
    public List<String> certificates() {
        return List.copyOf(keys.keySet());
    }

    /** These keys, and those of another ring after them. */
    public Keyring plus(Keyring other) {
        Keyring all = new Keyring();
        all.keys.putAll(keys);
        other.keys.forEach(all.keys::putIfAbsent);
        return all;
    }

    /** A key that is in it, as PKCS#1 PEM. */
    SecretValue encoded(String certificate) {
        try {
            RSAPrivateCrtKey key = Objects.requireNonNull(keys.get(certificate));
            return new SecretValue(Pem.encode("RSA PRIVATE KEY", RsaKeys.toPkcs1(key)));
        } catch (IOException e) {
            throw new IllegalStateException("memory does not fail", e);
        }
    }

    /** The value of an item, and the certificate that it is sealed for. */
    record OpenedItem(String certificate, byte[] value) {

        @Override
        public String toString() {
            return certificate;
        }
    }

    /**
     * Opens one item, or not, when no key fits.
     *
     * @param text base64, as it stands in the document
     * @param certificate the one that it is said to be sealed for, whose key is tried first
     */
    Optional<OpenedItem> open(String text, byte[] label, Optional<String> certificate) {
        byte[] sealed;
        try {
            sealed = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        Stream<String> first = certificate.filter(keys::containsKey).stream();
        Stream<String> others = keys.keySet().stream().filter(name -> !certificate.equals(Optional.of(name)));
        return Stream.concat(first, others)
                .flatMap(name -> Stream.ofNullable(keys.get(name))
                        .flatMap(key -> ItemCipher.open(key, label, sealed).stream())
                        .map(value -> new OpenedItem(name, value)))
                .findFirst();
    }
}
