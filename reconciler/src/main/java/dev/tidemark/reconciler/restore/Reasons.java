package dev.tidemark.reconciler.restore;

import dev.tidemark.reconciler.cluster.ApiError;
import dev.tidemark.reconciler.cluster.WriteResult;
import java.util.Locale;
import java.util.stream.Collectors;

/** The codes that explain a step or a result, and what the server's refusals mean. */
final class Reasons {

    static final String TERMINATING = "terminating";
    static final String CREATE_UNPROVEN = "create-unproven";
    static final String CHANGE_UNPROVEN = "change-unproven";
    static final String EXPECTED_RESIDUAL = "expected-residual";
    static final String TYPE_MISSING = "type-missing";
    static final String NO_KEY = "no-key";
    static final String UNPROVEN = "unproven";
    static final String KEEPS_CHANGING = "keeps-changing";
    static final String CHANGED_SINCE_PLAN = "changed-since-plan";
    static final String CHANGED_SINCE_RESTORE = "changed-since-restore";

    private Reasons() {}

    /** A dry run sees neither the namespace nor the type that the same restore makes before. */
    static boolean needsOthersFirst(ApiError error) {
        return error.code() == 404 || terminating(error);
    }

    /** The namespace, or the object of the same name, is still on its way out. */
    static boolean terminating(ApiError error) {
        return error.causes().stream().anyMatch(c -> c.reason().equals("NamespaceTerminating"))
                || (error.code() == 409 && error.message().contains("object is being deleted"));
    }

    static boolean exists(ApiError error) {
        return error.code() == 409 && error.reason().equals("AlreadyExists") && !terminating(error);
    }

    /** Another writer was faster. A webhook may deny with any code, so its words count first. */
    static boolean moved(ApiError error) {
        return error.code() == 409
                && !exists(error)
                && !terminating(error)
                && !error.message().contains("denied the request");
    }

    static boolean gone(ApiError error) {
        return error.code() == 404;
    }

    /** Why a change is refused: an immutable field by name, else in the server's words. */
    static String blocked(WriteResult.Rejected rejected) {
        String immutable = rejected.error().causes().stream()
                .filter(c -> c.message().toLowerCase(Locale.ROOT).contains("immutable")
                        || c.message().contains("may not change")
                        || c.message().contains("are forbidden"))
                .map(ApiError.Cause::field)
                .distinct()
                .collect(Collectors.joining(", "));
        return immutable.isEmpty() ? rejected.why() : "immutable: " + immutable;
    }
}
