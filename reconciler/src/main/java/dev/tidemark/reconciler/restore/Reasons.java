package dev.tidemark.reconciler.restore;

import dev.tidemark.reconciler.cluster.ApiError;

/** The codes that explain a step or a result, and what the server's refusals mean. */
final class Reasons {

    static final String TERMINATING = "terminating";
    static final String CREATE_UNPROVEN = "create-unproven";
    static final String CHANGE_UNPROVEN = "change-unproven";
    static final String EXPECTED_RESIDUAL = "expected-residual";
    static final String TYPE_MISSING = "type-missing";
    static final String UNRESTORABLE_VERSION = "unrestorable-version";
    static final String NEEDED = "needed by ";
    static final String NO_KEY = "no-key";
    static final String DAMAGED = "damaged";
    static final String UNPROVEN = "unproven";
    static final String OWNER_ABSENT = "owner-absent";
    static final String OWNED_BY_OTHERS = "owned-by-others";
    static final String KEEPS_CHANGING = "keeps-changing";
    static final String BLOCKED_BY_FINALIZER = "blocked-by-finalizer";
    static final String CHANGED_SINCE_PLAN = "changed-since-plan";
    static final String DISARMED = "disarmed";
    static final String WEBHOOK_UNANSWERED = "webhook-unanswered";
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

    /** Another writer was faster. */
    static boolean moved(ApiError error) {
        return error.code() == 409 && !exists(error) && !terminating(error) && !denied(error);
    }

    static boolean gone(ApiError error) {
        return error.code() == 404;
    }

    /** A webhook or an admission policy says no; it may choose any code, so its words count. */
    static boolean denied(ApiError error) {
        return error.message().contains("denied the request") || error.message().contains("denied request");
    }

    /** The new object would hold what the old one of its name holds still: a proof of its creation cannot pass. */
    static boolean heldByOld(ApiError error) {
        return error.message().contains("already allocated");
    }
}
