package dev.tidemark.reconciler.everykind;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Random;

/**
 * A change of one object.
 *
 * @param patch a merge patch (RFC 7396) in which {@code #n} stands for some digit and {@code #w} for some word
 */
public record Edit(Subject subject, String patch) {

    private static final int WORDS = 1 << 20;

    /** {@code Kind/namespace/name  {patch}}. */
    public static Edit of(String line) {
        String[] parts = line.split("  ", 2);
        return new Edit(Subject.of(parts[0]), parts[1]);
    }

    /** The patch with something in the places that are left open. */
    public String filled(Random random) {
        StringBuilder filled = new StringBuilder(patch);
        for (int at = filled.indexOf("#"); at >= 0; at = filled.indexOf("#", at)) {
            String value = filled.charAt(at + 1) == 'n' ? Integer.toString(1 + random.nextInt(9)) : word(random);
            filled.replace(at, at + 2, value);
        }
        return filled.toString();
    }

    private static String word(Random random) {
        return "w" + Integer.toString(random.nextInt(WORDS), Character.MAX_RADIX);
    }

    /** Makes {@code target} what RFC 7396 says. */
    public static void merge(ObjectNode target, JsonNode patch) {
        for (Map.Entry<String, JsonNode> field : patch.properties()) {
            if (field.getValue().isNull()) {
                target.remove(field.getKey());
            } else if (field.getValue() instanceof ObjectNode inner) {
                JsonNode old = target.path(field.getKey());
                merge(old instanceof ObjectNode object ? object : target.putObject(field.getKey()), inner);
            } else {
                target.set(field.getKey(), field.getValue().deepCopy());
            }
        }
    }
}
