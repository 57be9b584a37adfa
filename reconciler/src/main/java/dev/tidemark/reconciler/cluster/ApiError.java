package dev.tidemark.reconciler.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The API server said no, or did not answer ({@code code} 0). Stays inside this package's callers that know what a code
 * means for them.
 */
public final class ApiError extends RuntimeException {

    private static final String UNREACHABLE = "Unreachable";
    private static final String LOST = "Lost";
    private static final String BROKEN_OFF = "BrokenOff";
    private static final String GAVE_UP = "GaveUp";

    private final int code;
    private final String reason;
    private final List<Cause> causes;
    private final boolean answered;
    private final Optional<Duration> retryAfter;

    /** A field that the server objects to. */
    public record Cause(String field, String reason, String message) {}

    private ApiError(
            int code,
            String reason,
            String message,
            List<Cause> causes,
            boolean answered,
            Optional<Duration> retryAfter) {
        super(message);
        this.code = code;
        this.reason = reason;
        this.causes = List.copyOf(causes);
        this.answered = answered;
        this.retryAfter = retryAfter;
    }

    /**
     * From a {@code Status} document, or any other body.
     *
     * @param retryAfter of the answer's head; of the document where it names another
     */
    static ApiError answered(int code, JsonNode status, String rawBody, Optional<Duration> retryAfter) {
        List<Cause> causes = new ArrayList<>();
        for (JsonNode cause : status.path("details").path("causes")) {
            causes.add(new Cause(
                    cause.path("field").asText(),
                    cause.path("reason").asText(),
                    cause.path("message").asText()));
        }
        String message = status.path("message").asText("");
        if (message.isEmpty()) {
            message = rawBody.strip().lines().findFirst().orElse("HTTP " + code);
        }
        return new ApiError(
                code,
                status.path("reason").asText(""),
                message,
                causes,
                true,
                retryAfter(status).or(() -> retryAfter));
    }

    private static Optional<Duration> retryAfter(JsonNode status) {
        JsonNode seconds = status.path("details").path("retryAfterSeconds");
        return seconds.isInt() ? Optional.of(Duration.ofSeconds(seconds.asInt())) : Optional.empty();
    }

    /** No answer: refused connection, broken connection, time-out. */
    static ApiError unreachable(String why) {
        return new ApiError(0, UNREACHABLE, why, List.of(), false, Optional.empty());
    }

    /** The server has been silent for so long that the request was not sent, or is not repeated. */
    static ApiError lost(Duration silence, String why) {
        return new ApiError(
                0,
                LOST,
                "the API server has not answered for " + silence.toSeconds() + " seconds: " + why,
                List.of(),
                false,
                Optional.empty());
    }

    /** The request was not sent, since its thread is to end. */
    public static ApiError interrupted() {
        return unreachable("interrupted");
    }

    /** The answer began, and then the connection broke. */
    static ApiError brokenOff(String why) {
        return new ApiError(0, BROKEN_OFF, "the answer broke off: " + why, List.of(), false, Optional.empty());
    }

    /** The stream ended with INTERNAL_ERROR (RFC 9113, section 7): so an API server does when it panics. */
    static ApiError gaveUp(String why) {
        String message = "the server gave up on the request (" + why + "); its log says why";
        return new ApiError(0, GAVE_UP, message, List.of(), false, Optional.empty());
    }

    /** HTTP status code, 0 when there was no answer. */
    public int code() {
        return code;
    }

    /** The machine-readable reason of the {@code Status}, may be empty. */
    public String reason() {
        return reason;
    }

    public List<Cause> causes() {
        return causes;
    }

    public boolean answered() {
        return answered;
    }

    /** The pause that the server asks for, if it does. */
    public Optional<Duration> retryAfter() {
        return retryAfter;
    }

    public String message() {
        return String.valueOf(getMessage());
    }

    /** Whether it makes no sense to ask again soon. */
    public boolean lost() {
        return reason.equals(LOST);
    }

    boolean brokeOff() {
        return reason.equals(BROKEN_OFF);
    }

    /** Whether the server failed at this very request, and likely will again. */
    public boolean gaveUp() {
        return reason.equals(GAVE_UP);
    }

    /** Whether the revision asked for is no longer kept. */
    boolean expired() {
        return code == 410;
    }
}
