package dev.tidemark.reconciler.restore;

import dev.tidemark.reconciler.cluster.ApiError;
import dev.tidemark.snapshots.model.ResourceId;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** When a write that the server refused is worth another try. */
enum Retry {
    /** The same request after a pause: nobody looked at it, or the answer was lost. */
    SOON,
    /** After another look: the object is there, has moved or is gone. */
    REPLAN,
    /** When what is on its way out is gone. */
    WHEN_GONE,
    /** When something that it refers to is there. */
    WHEN_MADE,
    /** When a server behind a webhook or an API group answers; that may be a workload of the same restore. */
    WHEN_ANSWERED,
    /** When there is nothing more to be deleted or changed. */
    AT_LAST,
    NEVER;

    private static final Set<Integer> BUSY = Set.of(0, 429, 502, 503, 504);

    private static final Pattern ETCD_BUSY = Pattern.compile("etcdserver: (leader changed|.*timed out)");
    private static final Pattern TOO_LARGE = Pattern.compile("request is too large|ResourceExhausted");
    private static final Pattern DENIED = Pattern.compile("denied (the )?request");
    private static final Pattern WEBHOOK =
            Pattern.compile("failed calling webhook \"(?<webhook>[^\"]+)\"|conversion webhook for (?<kind>.+?) failed");
    private static final Pattern SERVICE =
            Pattern.compile("https://(?<service>[a-z0-9-]+)\\.(?<namespace>[a-z0-9-]+)\\.svc[:/]");
    private static final Pattern NO_SERVER = Pattern.compile("service unavailable|error trying to reach service");
    private static final Pattern NOT_FOUND =
            Pattern.compile("\\S+ \"[^\"]+\" not found|no PriorityClass with name \\S+ was found");
    private static final Pattern QUOTA = Pattern.compile("(exceeded|failed) quota: [^:,]+");

    /** Whether it may be worth a try later in the same restore. */
    boolean later() {
        return this == WHEN_MADE || this == WHEN_ANSWERED || this == AT_LAST;
    }

    /**
     * The words count before the code: a webhook may deny with any.
     *
     * @param id what was to be written
     */
    static Retry of(ApiError error, ResourceId id) {
        String words = error.message();
        if (has(DENIED, words)) {
            return NEVER;
        }
        if (unanswered(error)) {
            return WHEN_ANSWERED;
        }
        if (Reasons.terminating(error) || words.contains("custom resource definition is terminating")) {
            return WHEN_GONE;
        }
        return soon(error) ? SOON : byCode(error, id);
    }

    /** Whether the very same request may succeed in a moment. */
    static boolean soon(ApiError error) {
        String words = error.message();
        return !error.lost()
                && !has(DENIED, words)
                && !unanswered(error)
                && !has(TOO_LARGE, words)
                && (BUSY.contains(error.code()) || (error.code() == 500 && has(ETCD_BUSY, words)));
    }

    /** Whether a server that the API server had to ask did not answer; that says nothing of the object. */
    static boolean unanswered(ApiError error) {
        return has(WEBHOOK, error.message()) || (error.code() == 503 && has(NO_SERVER, error.message()));
    }

    private static Retry byCode(ApiError error, ResourceId id) {
        return switch (error.code()) {
            case 409 -> REPLAN;
            case 404 -> ofMissing(error, id);
            case 403 -> has(QUOTA, error.message()) ? AT_LAST : has(NOT_FOUND, error.message()) ? WHEN_MADE : NEVER;
            default -> NEVER;
        };
    }

    /** Of the object itself, of what it refers to, or of its type, which a workload may bring along. */
    private static Retry ofMissing(ApiError error, ResourceId id) {
        boolean itself = error.message().contains(id.qualifiedType() + " \"" + id.name() + "\" not found");
        return itself ? REPLAN : has(NOT_FOUND, error.message()) ? WHEN_MADE : WHEN_ANSWERED;
    }

    /** What stands in the way, without any value of the object; empty when the server's words do not name it. */
    static Optional<String> obstacle(ApiError error) {
        Matcher webhook = WEBHOOK.matcher(error.message());
        if (webhook.find()) {
            String which = webhook.group("webhook") == null
                    ? "the conversion webhook for " + webhook.group("kind")
                    : "webhook " + webhook.group("webhook");
            Matcher service = SERVICE.matcher(error.message());
            String whose = service.find()
                    ? " of service " + service.group("service") + " in " + service.group("namespace")
                    : "";
            return Optional.of(which + whose + " does not answer");
        }
        return first(QUOTA, error.message()).or(() -> first(NOT_FOUND, error.message()));
    }

    private static boolean has(Pattern pattern, String words) {
        return pattern.matcher(words).find();
    }

    private static Optional<String> first(Pattern pattern, String words) {
        Matcher matcher = pattern.matcher(words);
        return matcher.find() ? Optional.of(matcher.group()) : Optional.empty();
    }
}
