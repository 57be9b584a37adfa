package dev.tidemark.snapshots.model;

import java.util.Locale;

/**
 * A check's remark.
 *
 * @param code stable, in kebab case
 * @param subject what it is about: a commit, and a file in it
 * @param message what was found, a phrase about the subject
 * @param fix what to do; empty when nothing is to be done
 */
public record Finding(Level level, String code, String subject, String message, String fix) {

    /** How bad it is. */
    public enum Level {
        /** As it should be. */
        OK,
        /** To be known. */
        WARN,
        /** Something does not hold. */
        FAIL;

        /** The lower-case word of text and JSON. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public static Finding ok(String code, String subject, String message) {
        return new Finding(Level.OK, code, subject, message, "");
    }

    public static Finding warn(String code, String subject, String message, String fix) {
        return new Finding(Level.WARN, code, subject, message, fix);
    }

    public static Finding fail(String code, String subject, String message, String fix) {
        return new Finding(Level.FAIL, code, subject, message, fix);
    }
}
