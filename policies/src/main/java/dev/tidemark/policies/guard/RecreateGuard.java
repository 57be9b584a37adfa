package dev.tidemark.policies.guard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.snapshots.model.ResourceType;
import dev.tidemark.snapshots.plan.Propagation;
import java.util.Set;
import java.util.stream.Collectors;

/** Says whether an object of which an immutable field differs may be deleted and made anew. */
public final class RecreateGuard {

    private final Set<String> named;
    private final Set<String> self;

    /**
     * @param named the types that a person has named
     * @param self the user that asks, and his groups, as RBAC subjects name them
     */
    public RecreateGuard(Set<ResourceType> named, Set<String> self) {
        this.named = named.stream().map(ResourceType::qualifiedName).collect(Collectors.toUnmodifiableSet());
        this.self = Set.copyOf(self);
    }

    /** The answer of this guard. */
    public sealed interface Verdict {

        /** Yes; {@code danger} is what a person should know about it. */
        record Allowed(Propagation propagation, String danger) implements Verdict {}

        /** No; {@code why} says what would allow it, or what can be done by hand. */
        record Refused(String why) implements Verdict {}
    }

    /** {@code live} = the object that would be deleted. */
    public Verdict judge(ResourceType type, ObjectNode live) {
        return switch (Recreations.of(type)) {
            case Recreation.Never never -> new Verdict.Refused("nothing allows this: " + never.byHand());
            case Recreation.IfNamed ifNamed
            when grantsSelf(type, live) ->
                new Verdict.Refused("it gives this very user his rights; replace it as another one");
            case Recreation.IfNamed ifNamed
            when named.contains(type.qualifiedName()) -> new Verdict.Allowed(ifNamed.propagation(), ifNamed.danger());
            case Recreation.IfNamed ifNamed ->
                new Verdict.Refused("--allow-recreate " + type.qualifiedName() + " deletes it and makes it anew: "
                        + ifNamed.danger());
        };
    }

    /** Whether the answer for objects of {@code type} depends on who asks. */
    public static boolean asksForSelf(ResourceType type) {
        return type.group().equals("rbac.authorization.k8s.io") && type.kind().endsWith("Binding");
    }

    /** Without its binding, the user could not make it again. */
    private boolean grantsSelf(ResourceType type, ObjectNode live) {
        if (!asksForSelf(type)) {
            return false;
        }
        for (JsonNode subject : live.path("subjects")) {
            if (self.contains(name(subject))) {
                return true;
            }
        }
        return false;
    }

    private static String name(JsonNode subject) {
        String name = subject.path("name").asText();
        return subject.path("kind").asText().equals("ServiceAccount")
                ? "system:serviceaccount:" + subject.path("namespace").asText() + ":" + name
                : name;
    }
}
