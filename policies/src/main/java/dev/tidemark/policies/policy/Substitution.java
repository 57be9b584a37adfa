package dev.tidemark.policies.policy;

import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Replaces {@code ${env:NAME}} by the environment's value; what it puts in is not looked at again. */
record Substitution(Function<String, @Nullable String> environment) {

    private static final String OPEN = "${";
    private static final String ENV = "env:";

    /** {@code text} with every reference replaced; what cannot be goes to {@code problems} (code, predicate) and is left as it is. */
    String expand(String text, BiConsumer<String, String> problems) {
        StringBuilder expanded = new StringBuilder();
        int at = 0;
        while (true) {
            int open = text.indexOf(OPEN, at);
            if (open < 0) {
                return expanded.append(text, at, text.length()).toString();
            }
            int close = text.indexOf('}', open);
            if (close < 0) {
                problems.accept("bad-substitution", "opens " + OPEN + " without closing it");
                return text;
            }
            expanded.append(text, at, open);
            expanded.append(value(text.substring(open + OPEN.length(), close), problems));
            at = close + 1;
        }
    }

    private String value(String reference, BiConsumer<String, String> problems) {
        String name = reference.startsWith(ENV) ? reference.substring(ENV.length()) : "";
        String asWritten = OPEN + reference + "}";
        if (name.isEmpty()) {
            problems.accept("bad-substitution", "contains " + asWritten + ", but ${env:NAME} is the only substitution");
            return asWritten;
        }
        String value = environment.apply(name);
        if (value == null) {
            problems.accept("unset-variable", "needs the environment variable " + name + ", which is not set");
            return asWritten;
        }
        return value;
    }
}
