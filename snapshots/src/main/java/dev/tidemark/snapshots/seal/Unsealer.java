package dev.tidemark.snapshots.seal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Opens SealedSecret documents, ours and kubeseal's. */
public final class Unsealer {

    private final Keyring keyring;

    public Unsealer(Keyring keyring) {
        this.keyring = keyring;
    }

    /** What became of a document. */
    public sealed interface Unsealed {

        /** The Secret, its values in base64. */
        record Opened(ObjectNode secret) implements Unsealed {

            @Override
            public String toString() {
                return "Opened";
            }
        }

        /** At least one item cannot be opened, and so none is. */
        record Unopenable(String reason) implements Unsealed {}
    }

    /** Whether there is a key for every item, by the certificates that the document names; opens nothing. */
    public boolean hasKeysFor(ObjectNode document) {
        Fingerprints fingerprints = Sealer.fingerprints(document);
        return !inOtherForm(document)
                && document.path("spec").path("encryptedData").propertyStream().allMatch(item -> Optional.ofNullable(
                                fingerprints.items().get(item.getKey()))
                        .filter(fingerprint -> keyring.has(fingerprint.certificate()))
                        .isPresent());
    }

    private static boolean inOtherForm(ObjectNode document) {
        JsonNode spec = document.path("spec");
        return spec.has("data") || spec.path("template").has("data");
    }

    /** Opens all items of a document, or none. */
    public Unsealed open(ObjectNode document) {
        byte[] label = Place.of(document.path("metadata")).label();
        Fingerprints fingerprints = Sealer.fingerprints(document);
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        if (inOtherForm(document)) {
            return new Unsealed.Unopenable(
                    "it uses templates or the old form of one blob, which only the controller opens");
        }
        List<String> closed = new ArrayList<>();
        for (Map.Entry<String, JsonNode> item :
                document.path("spec").path("encryptedData").properties()) {
            Optional<String> certificate =
                    Optional.ofNullable(fingerprints.items().get(item.getKey())).map(Fingerprints.Item::certificate);
            Optional<Keyring.OpenedItem> opened = keyring.open(item.getValue().asText(""), label, certificate);
            if (opened.isEmpty()) {
                closed.add("item " + item.getKey()
                        + certificate.map(c -> ", which is sealed for " + c).orElse(""));
            } else {
                data.put(
                        item.getKey(),
                        Base64.getEncoder().encodeToString(opened.get().value()));
            }
        }
        return closed.isEmpty()
                ? new Unsealed.Opened(SealedForm.secret(document, data))
                : new Unsealed.Unopenable("no key opens its " + String.join("; nor its ", closed));
    }
}
