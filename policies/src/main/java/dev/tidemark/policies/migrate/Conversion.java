package dev.tidemark.policies.migrate;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The way from a removed version of a kind to the one that replaced it.
 *
 * @param to the version that replaced it
 * @param fieldWork what else changes
 */
public record Conversion(ApiVersion to, FieldWork fieldWork) {

    /** A copy of {@code manifest} in the other version. */
    public ObjectNode convert(ObjectNode manifest) {
        ObjectNode converted = manifest.deepCopy();
        fieldWork.rewrite(converted);
        converted.put("apiVersion", to.toString());
        return converted;
    }
}
