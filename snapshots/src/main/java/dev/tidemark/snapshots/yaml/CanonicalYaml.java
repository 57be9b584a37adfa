package dev.tidemark.snapshots.yaml;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * Manifest bytes: one tree has one form, and every YAML 1.1 and 1.2 reader gets this tree back from it. FORMAT.md
 * describes the form.
 */
public final class CanonicalYaml {

    private CanonicalYaml() {}

    /**
     * The canonical form of {@code tree}: UTF-8, keys sorted by code point at every depth ({@code apiVersion, kind,
     * metadata} and in it {@code name, namespace, labels, annotations} first), lists in their order, no folding.
     */
    public static byte[] write(ObjectNode tree) {
        YamlEmitter emitter = new YamlEmitter();
        emitter.document(tree);
        return emitter.toByteArray();
    }

    /**
     * Reads one document as kubectl would (YAML 1.1 booleans and numbers, keys as text), but refuses what kubectl
     * silently accepts or drops: duplicate keys, anchors, tags, several documents.
     *
     * @throws MalformedYaml if it is not such a document, or not a mapping
     */
    public static ObjectNode read(byte[] document) {
        Optional<ObjectNode> canonical = new CanonicalParser(document).parse();
        return canonical.isPresent() ? canonical.get() : new GeneralReader().read(document);
    }
}
