package dev.tidemark.policies.normalise.rules;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * A text with at most one {@code *} in it, that may begin with the value of a field of the object:
 * {@code system-*}, {@code *.k8s.io}, <code>{metadata.name}-token-*</code>.
 */
final class TextPattern {

    static final TextPattern ANY = new TextPattern("*");

    private final String text;
    private final Optional<FieldPath> first;
    private final String prefix;
    private final Optional<String> suffix;

    TextPattern(String text) {
        this.text = text;
        int end = text.startsWith("{") ? text.indexOf('}') : -1;
        this.first = end < 0 ? Optional.empty() : Optional.of(FieldPath.parse(text.substring(1, end)));
        String rest = text.substring(end + 1);
        int star = rest.indexOf('*');
        this.prefix = star < 0 ? rest : rest.substring(0, star);
        this.suffix = star < 0 ? Optional.empty() : Optional.of(rest.substring(star + 1));
    }

    /** Whether {@code candidate}, a text of {@code object}, is of this form. */
    boolean matches(String candidate, ObjectNode object) {
        String start = first.isPresent() ? first.get().value(object).asText() + prefix : prefix;
        return suffix.isEmpty()
                ? candidate.equals(start)
                : candidate.length() >= start.length() + suffix.get().length()
                        && candidate.startsWith(start)
                        && candidate.endsWith(suffix.get());
    }

    @Override
    public String toString() {
        return text;
    }
}
