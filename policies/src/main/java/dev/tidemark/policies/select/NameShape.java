package dev.tidemark.policies.select;

import dev.tidemark.snapshots.model.Failure;

/**
 * The shapes that Kubernetes gives to names, from
 * <a href="https://kubernetes.io/docs/concepts/overview/working-with-objects/names/">Object Names and IDs</a> and
 * <a href="https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/">Labels and Selectors</a>.
 */
public final class NameShape {

    private NameShape() {}

    /** A DNS label (RFC 1123) as of a namespace: at most 63 of {@code a-z 0-9 -}, no {@code -} at the ends. */
    public static boolean isDnsLabel(String name) {
        if (name.isEmpty() || name.length() > 63 || name.startsWith("-") || name.endsWith("-")) {
            return false;
        }
        return name.chars().allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-');
    }

    /**
     * Asks for the name of a namespace.
     *
     * @throws Failure usage {@code bad-selection}, where it cannot be one
     */
    public static void requireNamespace(String name) {
        if (!isDnsLabel(name)) {
            throw Failure.usage(
                    "bad-selection",
                    "read the namespace '" + name + "'",
                    "it is not at most 63 of a-z, 0-9 and -, with a letter or digit at both ends",
                    "For all namespaces name none.");
        }
    }

    /** DNS labels joined by dots, at most 253 characters, as of an API group. */
    static boolean isDnsSubdomain(String name) {
        if (name.length() > 253) {
            return false;
        }
        for (String label : name.split("\\.", -1)) {
            if (!isDnsLabel(label)) {
                return false;
            }
        }
        return true;
    }

    /** What a path segment of the API can be, the widest rule for an object's name ({@code system:node} is one). */
    static boolean isObjectName(String name) {
        return !name.isEmpty()
                && name.length() <= 253
                && !name.equals(".")
                && !name.equals("..")
                && name.chars().noneMatch(c -> c == '/' || c == '%' || c <= ' ');
    }

    /** {@code [prefix/]name}, the key of a label. */
    static boolean isLabelKey(String key) {
        int slash = key.indexOf('/');
        return isLabelWord(key.substring(slash + 1)) && (slash < 0 || isDnsSubdomain(key.substring(0, slash)));
    }

    /** Empty or at most 63 of {@code A-Z a-z 0-9 - _ .}, with a letter or digit at both ends: the value of a label. */
    static boolean isLabelValue(String value) {
        return value.isEmpty() || isLabelWord(value);
    }

    private static boolean isLabelWord(String word) {
        return !word.isEmpty()
                && word.length() <= 63
                && isLetterOrDigit(word.charAt(0))
                && isLetterOrDigit(word.charAt(word.length() - 1))
                && word.chars().allMatch(c -> isLetterOrDigit(c) || c == '-' || c == '_' || c == '.');
    }

    private static boolean isLetterOrDigit(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
}
