package dev.tidemark.snapshots.seal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.snapshots.layout.SecretDocuments;
import dev.tidemark.snapshots.model.Failure;
import dev.tidemark.snapshots.yaml.Documents;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Moves the items of SealedSecret manifests to another certificate; every other byte of the text stays. */
public final class Resealer {

    /** Base64 that is long enough for a sealed item: an RSA-1024 part and a tag. */
    private static final Pattern CIPHERTEXT = Pattern.compile("[A-Za-z0-9+/]{190,}={0,2}");

    private final Keyring keyring;
    private final SealingCertificate certificate;
    private final SecureRandom random = new SecureRandom();

    public Resealer(Keyring keyring, SealingCertificate certificate) {
        this.keyring = keyring;
        this.certificate = certificate;
    }

    /** What became of a text. */
    public sealed interface Resealed {

        /**
         * @param text with the new ciphertexts
         * @param moved how many items have one
         * @param kept how many were sealed for the certificate already
         */
        record Moved(byte[] text, int moved, int kept) implements Resealed {}

        /** Items that no key opens, each as {@code namespace/name: item}: nothing was moved. */
        record Unopenable(List<String> items) implements Resealed {}
    }

    /** @throws Failure usage, when the text holds no SealedSecret, or one in a form that cannot be changed in place */
    public Resealed reseal(byte[] manifests) {
        List<ObjectNode> documents = Documents.read(manifests).stream()
                .filter(d -> d.path("kind").asText().equals("SealedSecret"))
                .toList();
        if (documents.isEmpty()) {
            throw unfit("it holds no SealedSecret", "tidemark seal makes one of a Secret");
        }
        Work work = new Work();
        documents.forEach(work::add);
        return work.unopenable.isEmpty()
                ? new Resealed.Moved(work.replaceIn(manifests), work.ciphertexts.size(), work.kept)
                : new Resealed.Unopenable(work.unopenable);
    }

    /** The new ciphertexts of one text, by the old ones. */
    private final class Work {

        private final Map<String, String> ciphertexts = new HashMap<>();
        private final List<String> unopenable = new ArrayList<>();
        private int kept;

        void add(ObjectNode document) {
            if (SecretDocuments.standsForSecret(document)) {
                throw unfit(
                        "a document of it has Tidemark's fingerprints, and they hold for its old ciphertexts only",
                        "tidemark -C REPOSITORY reseal moves the Secrets of a snapshot repository");
            }
            Place place = Place.of(document.path("metadata"));
            for (Map.Entry<String, JsonNode> item :
                    document.path("spec").path("encryptedData").properties()) {
                String text = item.getValue().asText("");
                Optional<Keyring.OpenedItem> opened = keyring.open(text, place.label(), Optional.empty());
                if (opened.isEmpty()) {
                    unopenable.add(place.namespace() + "/" + place.name() + ": " + item.getKey());
                } else if (opened.get().certificate().equals(certificate.fingerprint())) {
                    kept++;
                } else {
                    byte[] sealed = ItemCipher.seal(
                            certificate.publicKey(), place.label(), opened.get().value(), random);
                    ciphertexts.put(text, Base64.getEncoder().encodeToString(sealed));
                }
            }
        }

        /** Of bytes made text and back without change, whatever the encoding is. */
        byte[] replaceIn(byte[] manifests) {
            Set<String> found = new HashSet<>();
            String text = CIPHERTEXT
                    .matcher(new String(manifests, StandardCharsets.ISO_8859_1))
                    .replaceAll(run -> {
                        String fresh = ciphertexts.get(run.group());
                        if (fresh == null) {
                            return Matcher.quoteReplacement(run.group());
                        }
                        found.add(run.group());
                        return Matcher.quoteReplacement(fresh);
                    });
            if (found.size() < ciphertexts.size()) {
                throw unfit(
                        "a ciphertext of it does not stand there in one piece",
                        "write each one on one line, without escapes");
            }
            return text.getBytes(StandardCharsets.ISO_8859_1);
        }
    }

    private static Failure unfit(String why, String hint) {
        return Failure.usage("unfit-manifest", "reseal the manifests", why, hint);
    }
}
