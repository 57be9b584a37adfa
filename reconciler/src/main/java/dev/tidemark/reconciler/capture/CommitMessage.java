package dev.tidemark.reconciler.capture;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.reconciler.cluster.FieldManager;
import dev.tidemark.snapshots.diff.Change;
import dev.tidemark.snapshots.diff.FieldChange;
import dev.tidemark.snapshots.model.ResourceId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a snapshot's commit says to people: a subject to scan, a body grouped by namespace and kind. */
final class CommitMessage {

    private static final int SUBJECT = 100;
    private static final int VALUE = 60;
    private static final int LISTED_OBJECTS = 200;
    private static final int LISTED_FIELDS = 8;

    private final List<Change> changes;
    private final int further;
    private final Function<ResourceId, Optional<FieldManager>> managers;

    /**
     * @param further how many modified objects there are beyond {@code changes}
     * @param managers tells who changed an object; asked for listed modifications only
     */
    CommitMessage(List<Change> changes, int further, Function<ResourceId, Optional<FieldManager>> managers) {
        this.changes = changes;
        this.further = further;
        this.managers = managers;
    }

    String subject() {
        if (changes.isEmpty()) {
            return "Coverage or cluster details changed";
        }
        if (further > 0) {
            return totals();
        }
        String place = place();
        List<String> parts = new ArrayList<>();
        List<Change> modified = of(Change.Kind.MODIFIED);
        if (modified.size() == 1) {
            parts.add(one(modified.getFirst()));
        } else {
            parts.addAll(counts(modified, "changed"));
        }
        parts.addAll(counts(of(Change.Kind.ADDED), "added"));
        parts.addAll(counts(of(Change.Kind.REMOVED), "removed"));
        String subject = place + String.join(", ", parts);
        return subject.length() <= SUBJECT ? subject : place + totals();
    }

    private String place() {
        List<String> namespaces =
                changes.stream().map(c -> home(c.id())).distinct().toList();
        return namespaces.size() == 1 && !namespaces.getFirst().isEmpty() ? namespaces.getFirst() + ": " : "";
    }

    /** The namespace that an object belongs to; a Namespace belongs to itself. */
    private static String home(ResourceId id) {
        return id.kind().equals("Namespace") && id.group().isEmpty() ? id.name() : id.namespace();
    }

    private String totals() {
        List<String> parts = new ArrayList<>();
        for (Change.Kind kind : List.of(Change.Kind.MODIFIED, Change.Kind.ADDED, Change.Kind.REMOVED)) {
            boolean modified = kind == Change.Kind.MODIFIED;
            int count = of(kind).size() + (modified ? further : 0);
            if (count > 0) {
                String verb = modified ? "changed" : kind.word();
                parts.add(count + (parts.isEmpty() ? (count == 1 ? " object " : " objects ") : " ") + verb);
            }
        }
        return String.join(", ", parts);
    }

    private List<Change> of(Change.Kind kind) {
        return changes.stream().filter(c -> c.kind() == kind).toList();
    }

    /** {@code Deployment web image nginx:1.27 -> 1.28}: object, last word of the field, values. */
    private static String one(Change change) {
        String object = change.id().kind() + " " + change.id().name();
        if (change.fields().size() != 1) {
            return object + " (" + change.fields().size() + " fields)";
        }
        FieldChange field = change.fields().getFirst();
        return object + " " + lastWord(field) + " " + (field.label().endsWith(".image") ? image(field) : values(field));
    }

    /** {@code nginx:1.27 -> 1.28}: the name is not repeated where only the tag is another. */
    private static String image(FieldChange field) {
        String from = field.from().map(CommitMessage::shown).orElse("");
        String to = field.to().map(CommitMessage::shown).orElse("");
        String name = from.substring(0, from.lastIndexOf(':') + 1);
        return !name.isEmpty() && to.startsWith(name) ? from + " -> " + to.substring(name.length()) : values(field);
    }

    private static String lastWord(FieldChange field) {
        String label = oneLine(field.label());
        int start = label.lastIndexOf(label.endsWith("]") ? '[' : '.');
        return label.substring(start + 1).replace("]", "");
    }

    private static List<String> counts(List<Change> changes, String verb) {
        Map<String, Long> byKind = changes.stream()
                .collect(Collectors.groupingBy(c -> c.id().kind(), TreeMap::new, Collectors.counting()));
        List<String> parts = new ArrayList<>();
        byKind.forEach(
                (kind, count) -> parts.add(count == 1 ? kind + " " + only(changes, kind) : count + " " + plural(kind)));
        if (!parts.isEmpty()) {
            parts.set(parts.size() - 1, parts.getLast() + " " + verb);
        }
        return parts;
    }

    private static String only(List<Change> changes, String kind) {
        return changes.stream()
                .filter(c -> c.id().kind().equals(kind))
                .map(c -> c.id().name())
                .findFirst()
                .orElseThrow();
    }

    private static String plural(String kind) {
        if (kind.endsWith("s")) {
            return kind.endsWith("ss") ? kind + "es" : kind;
        }
        boolean consonantY = kind.endsWith("y") && "aeiou".indexOf(kind.charAt(kind.length() - 2)) < 0;
        return consonantY ? kind.substring(0, kind.length() - 1) + "ies" : kind + "s";
    }

    /** The changes grouped by namespace and kind; a first snapshot is only counted. */
    String body(boolean first) {
        if (changes.isEmpty()) {
            return "";
        }
        Map<String, List<Change>> byNamespace =
                new TreeMap<>(changes.stream().collect(Collectors.groupingBy(c -> c.id().namespace())));
        StringBuilder body = new StringBuilder();
        int listed = 0;
        for (Map.Entry<String, List<Change>> namespace : byNamespace.entrySet()) {
            body.append(namespace.getKey().isEmpty() ? "cluster" : namespace.getKey())
                    .append('\n');
            if (first || listed + namespace.getValue().size() > LISTED_OBJECTS) {
                counted(namespace.getValue())
                        .forEach(line -> body.append("  ").append(line).append('\n'));
            } else {
                listed += namespace.getValue().size();
                namespace.getValue().stream().sorted().forEach(change -> describe(change, body));
            }
        }
        if (further > 0) {
            body.append("and ").append(further).append(" more objects changed\n");
        }
        return body.toString();
    }

    private static List<String> counted(List<Change> changes) {
        Map<String, List<Change>> byVerb = new LinkedHashMap<>();
        changes.forEach(c ->
                byVerb.computeIfAbsent(c.kind().word(), w -> new ArrayList<>()).add(c));
        List<String> lines = new ArrayList<>();
        byVerb.forEach((verb, list) -> lines.add(String.join(", ", counts(list, verb))));
        return lines;
    }

    private void describe(Change change, StringBuilder body) {
        char sign =
                switch (change.kind()) {
                    case ADDED -> '+';
                    case MODIFIED -> '~';
                    case REMOVED -> '-';
                };
        body.append("  ").append(sign).append(' ').append(change.id().display());
        if (change.kind() == Change.Kind.MODIFIED) {
            managers.apply(change.id()).ifPresent(m -> body.append("  (")
                    .append(m.name())
                    .append(", ")
                    .append(m.time())
                    .append(')'));
        }
        body.append('\n');
        change.fields().stream().limit(LISTED_FIELDS).forEach(f -> body.append("      ")
                .append(oneLine(f.label()))
                .append("  ")
                .append(values(f))
                .append('\n'));
        if (change.fields().size() > LISTED_FIELDS) {
            body.append("      and ")
                    .append(change.fields().size() - LISTED_FIELDS)
                    .append(" more fields\n");
        }
    }

    private static String values(FieldChange field) {
        if (field.from().isEmpty()) {
            return "set to " + shown(field.to().orElseThrow());
        }
        if (field.to().isEmpty()) {
            return "removed, was " + shown(field.from().get());
        }
        return shown(field.from().get()) + " -> " + shown(field.to().get());
    }

    /** One line, never long: a value may be a whole file. */
    private static String shown(JsonNode value) {
        String text = value.isContainerNode() ? value.toString() : value.asText();
        String line = oneLine(text);
        return line.length() <= VALUE ? line : line.substring(0, VALUE - 1) + "…";
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\p{Cntrl}+", " ").strip();
    }
}
