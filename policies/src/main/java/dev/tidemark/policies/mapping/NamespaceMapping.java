package dev.tidemark.policies.mapping;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.snapshots.model.ResourceId;
import java.util.ArrayList;
import java.util.List;

/** Rewrites objects of a snapshot for namespaces with other names, and says what it could not rewrite. */
public final class NamespaceMapping {

    private static final List<ReferenceRule> RULES = List.of(
            OwnPlace::rewrite,
            RbacSubjects::rewrite,
            CalledServices::rewrite,
            Volumes::rewrite,
            NamespaceSelectors::rewrite,
            OneOfAKind::rewrite);

    private final NamespaceMap map;
    private final Mentions mentions;

    public NamespaceMapping(NamespaceMap map) {
        this.map = map;
        this.mentions = new Mentions(map);
    }

    public NamespaceMap map() {
        return map;
    }

    /** A copy of {@code tree}, the object {@code id} of the snapshot, as it is to be here. */
    public ObjectNode rewritten(ResourceId id, ObjectNode tree) {
        ObjectNode rewritten = tree.deepCopy();
        RULES.forEach(rule -> rule.rewrite(id, rewritten, map));
        return rewritten;
    }

    /** What a person should know about {@code rewritten}, each a phrase. */
    public List<String> notes(ResourceId id, ObjectNode rewritten) {
        if (map.isEmpty()) {
            return List.of();
        }
        List<String> notes = new ArrayList<>(mentions.in(id, rewritten));
        if (map.moves(id) && id.group().isEmpty() && id.kind().equals("PersistentVolumeClaim")) {
            notes.add("a volume of its own, and empty: the data stays with the original");
        }
        if (map.moves(id) && id.kind().equals("SealedSecret")) {
            notes.add(
                    "sealed for " + id.namespace() + ": unless its scope is cluster-wide, no controller opens it here");
        }
        return notes;
    }
}
