package dev.tidemark.snapshots.seal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.snapshots.age.Identities;
import dev.tidemark.snapshots.layout.SealedDocuments;
import dev.tidemark.snapshots.model.SecretValue;
import dev.tidemark.snapshots.sops.SopsOpener;
import dev.tidemark.snapshots.yaml.CanonicalYaml;
import dev.tidemark.snapshots.yaml.MalformedYaml;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Opens sealed documents of every form: SealedSecrets, ours and kubeseal's, objects that are sealed whole, and SOPS files.
 */
public final class Unsealer {

    private final Keyring keyring;
    private final Optional<Identities> identities;

    /** Opens no SOPS file. */
    public Unsealer(Keyring keyring) {
        this(keyring, Optional.empty());
    }

    /** {@code identities} of age open SOPS files. */
    public Unsealer(Keyring keyring, Optional<Identities> identities) {
        this.keyring = keyring;
        this.identities = identities;
    }

    /** What became of a document. */
    public sealed interface Unsealed {

        /**
         * The object that it stands for.
         *
         * @param object of a Secret, with its values in base64
         * @param items what was sealed, by item
         */
        record Opened(ObjectNode object, SortedMap<String, SecretValue> items) implements Unsealed {

            @Override
            public String toString() {
                return "Opened";
            }
        }

        /** At least one item cannot be opened, and so none is. */
        record Unopenable(String reason) implements Unsealed {}
    }

    /** Whether there is any key for documents of this form. */
    public boolean hasAnyFor(ObjectNode document) {
        return SealedDocuments.isSops(document) ? identities.isPresent() : !keyring.isEmpty();
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
        return SealedDocuments.isSops(document) ? openSops(document) : openItems(document);
    }

    private Unsealed openSops(ObjectNode document) {
        return identities
                .map(given -> switch (new SopsOpener(given).open(document)) {
                    case SopsOpener.Result.Opened opened -> openedSops(opened.object());
                    case SopsOpener.Result.Unopenable closed -> new Unsealed.Unopenable(closed.reason());
                })
                .orElseGet(() -> new Unsealed.Unopenable("it is encrypted for "
                        + String.join(", ", SopsOpener.recipients(document))
                        + ", and no identity was given (--identity)"));
    }

    /** What a person wrote as {@code stringData} is what the API server makes of it. */
    private static Unsealed openedSops(ObjectNode secret) {
        if (secret.remove("stringData") instanceof ObjectNode texts) {
            ObjectNode data = secret.withObject("data");
            texts.properties()
                    .forEach(text -> data.put(
                            text.getKey(),
                            Base64.getEncoder()
                                    .encodeToString(text.getValue().asText("").getBytes(StandardCharsets.UTF_8))));
        }
        SortedMap<String, SecretValue> items = new TreeMap<>();
        try {
            secret.path("data")
                    .properties()
                    .forEach(item -> items.put(
                            item.getKey(),
                            new SecretValue(
                                    Base64.getDecoder().decode(item.getValue().asText("")))));
        } catch (IllegalArgumentException e) {
            return new Unsealed.Unopenable("what it holds is no base64");
        }
        return new Unsealed.Opened(secret, items);
    }

    private Unsealed openItems(ObjectNode document) {
        if (inOtherForm(document)) {
            return new Unsealed.Unopenable(
                    "it uses templates or the old form of one blob, which only the controller opens");
        }
        byte[] label = Place.of(document.path("metadata")).label();
        Fingerprints fingerprints = Sealer.fingerprints(document);
        SortedMap<String, SecretValue> items = new TreeMap<>();
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
                items.put(item.getKey(), new SecretValue(opened.get().value()));
            }
        }
        if (!closed.isEmpty()) {
            return new Unsealed.Unopenable("no key opens its " + String.join("; nor its ", closed));
        }
        return SealedDocuments.isWhole(document)
                ? whole(document, items)
                : new Unsealed.Opened(secret(document, items), items);
    }

    private static ObjectNode secret(ObjectNode document, SortedMap<String, SecretValue> items) {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        items.forEach((item, value) -> data.put(item, Base64.getEncoder().encodeToString(value.reveal())));
        return SealedForm.secret(document, data);
    }

    /** What was sealed says itself who it is: a ciphertext of another object of this name is none of this one. */
    private static Unsealed whole(ObjectNode document, SortedMap<String, SecretValue> items) {
        try {
            if (items.size() == 1) {
                ObjectNode object =
                        CanonicalYaml.read(items.firstEntry().getValue().reveal());
                if (SealedForm.shows(document, object)) {
                    return new Unsealed.Opened(object, items);
                }
            }
        } catch (MalformedYaml e) {
            return notTheObject(); // what it says of the place may hold a value
        }
        return notTheObject();
    }

    private static Unsealed notTheObject() {
        return new Unsealed.Unopenable("what is sealed in it is not the object that it names");
    }
}
