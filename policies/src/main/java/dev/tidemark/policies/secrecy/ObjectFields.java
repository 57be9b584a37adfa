package dev.tidemark.policies.secrecy;

import dev.tidemark.snapshots.model.Manifest;
import java.util.List;

/** Fields of some objects. */
public record ObjectFields(ObjectsPattern objects, List<FieldPattern> fields) {

    public ObjectFields {
        fields = List.copyOf(fields);
    }

    /** Whether an object is one of them and has one of the fields. */
    boolean in(Manifest manifest) {
        return objects.test(manifest.id()) && fields.stream().anyMatch(field -> field.in(manifest.tree()));
    }
}
