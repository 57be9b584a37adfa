package dev.tidemark.reconciler.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.reconciler.capture.SnapshotReport;
import dev.tidemark.reconciler.drift.Comparison;
import dev.tidemark.snapshots.diff.Change;
import dev.tidemark.snapshots.diff.FieldChange;
import dev.tidemark.snapshots.git.Commit;
import dev.tidemark.snapshots.layout.CoverageFile;
import dev.tidemark.snapshots.model.Coverage;
import dev.tidemark.snapshots.model.ResourceId;
import java.util.List;

/** The shapes that several verbs' answers share. */
final class Json {

    private Json() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    /** {@code {"group","kind","resource","namespace","name"}}; no namespace for cluster scope. */
    static ObjectNode id(ResourceId id) {
        ObjectNode node =
                object().put("group", id.group()).put("kind", id.kind()).put("resource", id.resource());
        if (id.namespaced()) {
            node.put("namespace", id.namespace());
        }
        return node.put("name", id.name());
    }

    static ArrayNode fields(List<FieldChange> fields) {
        ArrayNode list = array();
        for (FieldChange field : fields) {
            ObjectNode node = list.addObject().put("path", field.path());
            field.from().ifPresent(from -> node.set("from", from));
            field.to().ifPresent(to -> node.set("to", to));
        }
        return list;
    }

    static ArrayNode changes(List<Change> changes) {
        ArrayNode list = array();
        changes.forEach(change -> list.add(change(change)));
        return list;
    }

    static ObjectNode change(Change change) {
        ObjectNode node = object();
        node.set("id", id(change.id()));
        node.put("change", change.kind().word());
        node.set("fields", fields(change.fields()));
        return node;
    }

    static ObjectNode comparison(Comparison comparison) {
        ObjectNode document = object().put("from", comparison.from().id())
                .put("to", comparison.to().map(Commit::id).orElse("live"));
        comparison.live().ifPresent(live -> document.put("revision", live.cut().revision()));
        document.set("changes", changes(comparison.changes()));
        document.set("incomplete", coverage(comparison.incomplete()));
        return document;
    }

    static ArrayNode pushed(List<SnapshotReport.Push> pushes) {
        ArrayNode list = array();
        for (SnapshotReport.Push push : pushes) {
            ArrayNode dropped = list.addObject()
                    .put("remote", push.remote())
                    .put("ok", push.problem().isEmpty())
                    .put("problem", push.problem())
                    .putArray("dropped");
            push.dropped().forEach(commit -> dropped.add(commit.id()));
        }
        return list;
    }

    static ArrayNode coverage(List<Coverage.Entry> entries) {
        ArrayNode list = array();
        for (Coverage.Entry entry : entries) {
            ObjectNode node = CoverageFile.node(entry);
            list.add(node.put("reason", entry.reason()));
        }
        return list;
    }

    static ArrayNode texts(List<String> texts) {
        ArrayNode list = array();
        texts.forEach(list::add);
        return list;
    }

    static ArrayNode ids(List<ResourceId> ids) {
        ArrayNode list = array();
        ids.forEach(id -> list.add(id(id)));
        return list;
    }
}
