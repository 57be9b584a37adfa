package dev.tidemark.reconciler.restore;

import dev.tidemark.reconciler.cluster.ApiError;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Tells by the words of a refusal whether a field cannot be changed. There is no code for it: all are 422. */
final class Immutability {

    private static final List<String> WORDS = List.of(
            "immutable",
            "may not change",
            "may not be changed",
            "cannot change",
            "are forbidden",
            "can not be less than");

    private Immutability() {}

    /** The fields that cannot be changed, with commas; empty where something else is wrong, or somebody's policy denies. */
    static String fields(ApiError error) {
        if (error.code() != 422 || Reasons.denied(error)) {
            return "";
        }
        return error.causes().stream()
                .filter(cause -> speaksOfIt(cause.message().toLowerCase(Locale.ROOT)))
                .map(ApiError.Cause::field)
                .distinct()
                .collect(Collectors.joining(", "));
    }

    private static boolean speaksOfIt(String message) {
        return WORDS.stream().anyMatch(message::contains);
    }
}
