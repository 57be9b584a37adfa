package dev.tidemark.policies.normalise.rules;

import dev.tidemark.snapshots.model.ResourceType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** All rules: those of {@code rules.yaml}, and {@link #CODE}, which no line of that file can say. Thread-safe. */
public final class Rules {

    /** Add a rule here only if {@code rules.yaml} cannot state it. */
    static final List<ObjectRule> CODE =
            List.of(new SealedElsewhere(), new AutomaticToken(), new ComputedEndpoints(), new FinishedJob());

    private final RuleFile file;
    private final Map<ResourceType, TypeRules> byType = new ConcurrentHashMap<>();

    /** Reads the file once, when the first caller asks. */
    private static final class Standard {
        static final Rules RULES = new Rules(RuleFile.load());
    }

    private Rules(RuleFile file) {
        this.file = file;
    }

    /** The rules of this version of Tidemark. */
    public static Rules standard() {
        return Standard.RULES;
    }

    /** Grows with every change of what a manifest holds. */
    public int version() {
        return file.version();
    }

    /** Whether the API server itself serves {@code group}, so that its objects are no custom resources. */
    public boolean builtIn(String group) {
        return file.builtIn().contains(group);
    }

    /** Why no object of this type is exported, if so. */
    public Optional<Skip> skippedType(String group, String kind) {
        return Optional.ofNullable(file.skippedTypes().get(TypeName.of(group, kind)));
    }

    /** The rules that concern one type. */
    public TypeRules of(ResourceType type) {
        TypeRules known = byType.get(type);
        return known != null ? known : byType.computeIfAbsent(type, unknown -> new TypeRules(unknown, file));
    }
}
