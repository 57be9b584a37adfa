package dev.tidemark.policies.readiness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.policies.readiness.Conditions.Condition;
import java.util.Optional;
import java.util.stream.Stream;

/** A Pod is ready when it says so, or has done its work. */
final class PodRule implements ReadyRule {

    @Override
    public Readiness of(ObjectNode live) {
        JsonNode status = live.path("status");
        return switch (status.path("phase").asText("")) {
            case "Succeeded" -> new Readiness.Ready();
            case "Failed" -> new Readiness.Failed("its phase is Failed" + because(status));
            default -> stuck(status).orElseGet(() -> running(live));
        };
    }

    private static String because(JsonNode status) {
        String reason = status.path("reason").asText("");
        return reason.isEmpty() ? "" : " (" + reason + ")";
    }

    private static Optional<Readiness> stuck(JsonNode status) {
        return Stream.of("initContainerStatuses", "containerStatuses")
                .flatMap(list -> status.path(list).valueStream())
                .filter(container -> hopeless(
                        container.path("state").path("waiting").path("reason").asText("")))
                .findFirst()
                .map(container -> new Readiness.Failed("container "
                        + container.path("name").asText() + ": "
                        + container.path("state").path("waiting").path("reason").asText()));
    }

    private static boolean hopeless(String reason) {
        return reason.startsWith("Err") || reason.endsWith("Error") || reason.endsWith("BackOff");
    }

    private static Readiness running(ObjectNode live) {
        Optional<Condition> ready = Conditions.find(live, "Ready");
        if (ready.filter(Condition::isTrue).isPresent()) {
            return new Readiness.Ready();
        }
        return new Readiness.NotYet(Conditions.find(live, "PodScheduled")
                .filter(Condition::isFalse)
                .or(() -> ready)
                .map(Condition::words)
                .orElse("its phase is " + live.path("status").path("phase").asText("not known")));
    }
}
