package dev.tidemark.policies.select;

import dev.tidemark.snapshots.model.Failure;

/**
 * {@code TYPE[.GROUP][/NAME]} as it was written; whether the type exists is asked later.
 *
 * @param type the name of a type in any form kubectl accepts
 * @param name the object's name, {@code ""} for every object of the type
 */
public record ObjectPattern(String type, String name) {

    public ObjectPattern {
        if (type.isEmpty()) {
            throw new IllegalArgumentException("a pattern needs a type");
        }
    }

    /**
     * Reads {@code TYPE[.GROUP]} or {@code TYPE[.GROUP]/NAME}.
     *
     * @throws Failure usage {@code bad-selection}, where it has another shape
     */
    public static ObjectPattern parse(String text) {
        int slash = text.indexOf('/');
        String type = slash < 0 ? text : text.substring(0, slash);
        String name = slash < 0 ? "" : text.substring(slash + 1);
        if (!isTypeName(type) || (slash >= 0 && !NameShape.isObjectName(name))) {
            throw wrong(text, "TYPE[.GROUP] or TYPE[.GROUP]/NAME", "Write for example deployments or deployments/web.");
        }
        return new ObjectPattern(type, name);
    }

    /**
     * Reads {@code TYPE[.GROUP]}.
     *
     * @throws Failure usage {@code bad-selection}, where it has another shape
     */
    public static ObjectPattern parseKind(String text) {
        if (!isTypeName(text)) {
            throw wrong(text, "TYPE[.GROUP]", "Write for example deployments or certificates.cert-manager.io.");
        }
        return new ObjectPattern(text, "");
    }

    /**
     * Reads {@code TYPE[.GROUP]/NAME}.
     *
     * @throws Failure usage {@code bad-selection}, where it has another shape
     */
    public static ObjectPattern parseObject(String text) {
        int slash = text.indexOf('/');
        if (slash < 0 && isTypeName(text)) {
            throw wrong(text, "TYPE[.GROUP]/NAME", "For every object of the type write --kind " + text + ".");
        }
        if (slash < 0) {
            throw wrong(text, "TYPE[.GROUP]/NAME", "Write for example deployments/web.");
        }
        return parse(text);
    }

    private static boolean isTypeName(String text) {
        return NameShape.isDnsSubdomain(text.toLowerCase(java.util.Locale.ROOT));
    }

    private static Failure wrong(String text, String shape, String hint) {
        return Failure.usage("bad-selection", "read the selection '" + text + "'", "it is not " + shape, hint);
    }

    @Override
    public String toString() {
        return name.isEmpty() ? type : type + "/" + name;
    }
}
