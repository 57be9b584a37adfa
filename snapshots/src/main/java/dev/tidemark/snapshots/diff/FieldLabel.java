package dev.tidemark.snapshots.diff;

/** A field's name as people read it, with what leads to it: {@code .spec.containers[web].image}. */
public final class FieldLabel {

    private FieldLabel() {}

    /** The step to {@code key} of a mapping; in brackets where dots would mislead. */
    public static String of(String key) {
        for (int i = 0; i < key.length(); i++) {
            char c = key.charAt(i);
            if (c == '.' || c == '/' || c == '[' || c == ' ') {
                return "[" + key + "]";
            }
        }
        return "." + key;
    }
}
