package dev.tidemark.policies.secrecy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.snapshots.diff.Change;
import dev.tidemark.snapshots.diff.FieldChange;
import dev.tidemark.snapshots.diff.FieldLabel;
import dev.tidemark.snapshots.model.ResourceId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Looks for values of Secrets, and for what looks like a token, in what anybody may read.
 *
 * @param allowed fields that are not looked at
 */
public record LeakGuard(KnownSecrets known, AllowedFields allowed) {

    /** For what is said of objects: there is no need to say a value anywhere. */
    public LeakGuard(KnownSecrets known) {
        this(known, AllowedFields.none());
    }

    /**
     * What was found in an object.
     *
     * @param leak the first field with the value of a Secret
     * @param tokens fields with what looks like a token
     */
    public record Inspection(Optional<Leak> leak, List<Token> tokens) {

        public Inspection {
            tokens = List.copyOf(tokens);
        }
    }

    /** A field with the value of a Secret. */
    public record Leak(ResourceId id, String field, KnownSecrets.Origin origin) implements Comparable<Leak> {

        @Override
        public int compareTo(Leak other) {
            return id.compareTo(other.id);
        }

        /** A phrase about the object. */
        public String why() {
            return field + " holds the value of " + origin;
        }
    }

    /** A field with what looks like a token; {@code what} is a phrase: {@code a private key}. */
    public record Token(String field, String what) {}

    /** {@code tree} = what can be read of the object; it is not changed. */
    public Inspection inspect(ResourceId id, ObjectNode tree) {
        Walk walk = new Walk(id);
        walk.read("", allowed.without(id, tree));
        return new Inspection(Optional.ofNullable(walk.leak), walk.tokens);
    }

    /** The same difference without values of Secrets. */
    public FieldChange masked(FieldChange field) {
        return field.from().filter(this::holdsSecret).isPresent()
                        || field.to().filter(this::holdsSecret).isPresent()
                ? field.masked()
                : field;
    }

    /** The same difference without values of Secrets. */
    public Change masked(Change change) {
        return new Change(
                change.id(),
                change.kind(),
                change.fields().stream().map(this::masked).toList());
    }

    private boolean holdsSecret(JsonNode value) {
        return value.isTextual()
                ? in(value.textValue()).isPresent()
                : value.propertyStream().anyMatch(child -> in(child.getKey()).isPresent())
                        || value.valueStream().anyMatch(this::holdsSecret);
    }

    /** Whose value a text holds, if it does. */
    public Optional<KnownSecrets.Origin> in(String text) {
        List<KnownSecrets.Origin> found = new ArrayList<>(1);
        new Decodings(bytes -> known.in(bytes).ifPresent(found::add)).read(text);
        return found.stream().findFirst();
    }

    private final class Walk {

        private final ResourceId id;
        private final List<Token> tokens = new ArrayList<>();
        private @Nullable Leak leak;

        Walk(ResourceId id) {
            this.id = id;
        }

        void read(String label, JsonNode node) {
            if (node.isTextual()) {
                text(label, node.textValue());
            } else if (node.isArray()) {
                for (int i = 0; i < node.size(); i++) {
                    String name = node.get(i).path("name").asText(Integer.toString(i));
                    read(label + "[" + name + "]", node.get(i));
                }
            } else {
                for (Map.Entry<String, JsonNode> field : node.properties()) {
                    if (leak(label + " (one of its keys)", field.getKey())) {
                        return; // the key must not be told
                    }
                    read(label + FieldLabel.of(field.getKey()), field.getValue());
                }
            }
        }

        private void text(String label, String text) {
            if (!leak(label, text)) {
                TokenShape.in(text).ifPresent(shape -> tokens.add(new Token(label, shape.display())));
            }
        }

        private boolean leak(String label, String text) {
            if (text.length() < RollingHash.WINDOW) {
                return false;
            }
            Optional<KnownSecrets.Origin> origin = in(text);
            if (leak == null) {
                leak = origin.map(o -> new Leak(id, label, o)).orElse(null);
            }
            return origin.isPresent();
        }
    }
}
