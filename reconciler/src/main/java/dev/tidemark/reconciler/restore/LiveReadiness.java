package dev.tidemark.reconciler.restore;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.policies.readiness.Readiness;
import dev.tidemark.policies.readiness.ReadyRules;
import dev.tidemark.reconciler.cluster.ApiError;
import dev.tidemark.reconciler.cluster.ClusterReader;
import dev.tidemark.snapshots.model.ResourceType;
import dev.tidemark.snapshots.model.TypeTable;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** How ready an object is: by the rule of its kind, and by what only a look at others can tell. */
final class LiveReadiness {

    private static final String NAMESPACE = "/Namespace";
    private static final String CLAIM = "/PersistentVolumeClaim";
    private static final String STATEFUL_SET = "apps/StatefulSet";
    private static final String DEFINITION = "apiextensions.k8s.io/CustomResourceDefinition";

    private final ClusterReader reader;
    private final TypeTable types;
    private final ReadyRules rules;
    private final Provisioning provisioning;

    /** {@code asked} = the types of which more is wanted than is usual. */
    LiveReadiness(ClusterReader reader, TypeTable types, Set<ResourceType> asked) {
        this.reader = reader;
        this.types = types;
        this.provisioning = new Provisioning(reader, types);
        this.rules = new ReadyRules(asked, provisioning::bindsWhenAPodUsesTheClaim);
    }

    /** @throws ApiError when the cluster does not answer */
    Readiness of(ResourceType type, ObjectNode live) {
        Readiness said = rules.of(type, live);
        return switch (said) {
            case Readiness.Ready ready -> usable(type, live).orElse(ready);
            case Readiness.NotYet notYet -> vain(type, live).orElse(notYet);
            default -> said;
        };
    }

    /** Why it will not become ready, however long one waits. */
    private Optional<Readiness> vain(ResourceType type, ObjectNode live) {
        return switch (type.group() + "/" + type.kind()) {
            case CLAIM -> provisioning.vain(live.path("spec")).map(Readiness.Failed::new);
            case STATEFUL_SET ->
                live.path("spec")
                        .path("volumeClaimTemplates")
                        .valueStream()
                        .flatMap(template -> vainClaim(live, template).stream())
                        .findFirst();
            default -> Optional.empty();
        };
    }

    /** The claim of the first Pod stands for all. */
    private Optional<Readiness> vainClaim(ObjectNode set, JsonNode template) {
        JsonNode metadata = set.path("metadata");
        String first = set.path("spec").path("ordinals").path("start").asText("0");
        String name = template.path("metadata").path("name").asText() + "-"
                + metadata.path("name").asText() + "-" + first;
        return types.ofKind("", "PersistentVolumeClaim")
                .flatMap(type -> reader.get(type, metadata.path("namespace").asText(), name))
                .filter(claim -> claim.path("status").path("phase").asText().equals("Pending"))
                .flatMap(claim -> provisioning.vain(claim.path("spec")))
                .map(why -> new Readiness.Failed("its claim " + name + " gets no volume: " + why));
    }

    /** What speaks against making others that need this one. */
    private Optional<Readiness> usable(ResourceType type, ObjectNode live) {
        return switch (type.group() + "/" + type.kind()) {
            case NAMESPACE -> withoutDefaultAccount(live);
            case DEFINITION -> unserved(live);
            default -> Optional.empty();
        };
    }

    private Optional<Readiness> withoutDefaultAccount(ObjectNode namespace) {
        String name = namespace.path("metadata").path("name").asText();
        return types.ofKind("", "ServiceAccount")
                .filter(type -> reader.get(type, name, "default").isEmpty())
                .map(type -> new Readiness.NotYet("it has no default ServiceAccount"));
    }

    /** Any answer but "not found" shows that the API server has taken the definition up. */
    private Optional<Readiness> unserved(ObjectNode definition) {
        try {
            reader.count(defined(definition));
            return Optional.empty();
        } catch (ApiError e) {
            return e.code() == 404 ? Optional.of(new Readiness.NotYet("it is not served")) : Optional.empty();
        }
    }

    private static ResourceType defined(ObjectNode definition) {
        JsonNode spec = definition.path("spec");
        JsonNode names = spec.path("names");
        String version = spec.path("versions")
                .valueStream()
                .filter(v -> v.path("served").asBoolean())
                .map(v -> v.path("name").asText())
                .findFirst()
                .orElse("none");
        return new ResourceType(
                spec.path("group").asText(),
                version,
                names.path("kind").asText(),
                names.path("plural").asText(),
                "",
                List.of(),
                spec.path("scope").asText().equals("Namespaced"),
                false);
    }
}
