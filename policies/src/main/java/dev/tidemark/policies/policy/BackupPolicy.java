package dev.tidemark.policies.policy;

import dev.tidemark.policies.select.Selection;
import dev.tidemark.snapshots.model.Failure;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is backed up, in one or more components.
 *
 * @param name the policy's {@code metadata.name}
 * @param components at least one, each of another name
 * @param secrets how what is secret is kept
 * @param source the YAML it was read from, with {@code ${env:…}} as written; empty where there was no document
 */
@SuppressWarnings("ArrayRecordComponent") // copied in and out, and compared by content
public record BackupPolicy(String name, List<Component> components, SecretsPolicy secrets, byte[] source) {

    public static final String API_VERSION = "tidemark.dev/v1";
    public static final String KIND = "BackupPolicy";

    public BackupPolicy {
        components = List.copyOf(components);
        source = source.clone();
        if (components.isEmpty()) {
            throw new IllegalArgumentException("a policy needs a component");
        }
        Set<String> names = new HashSet<>();
        for (Component component : components) {
            if (!names.add(component.name())) {
                throw new IllegalArgumentException("two components are called " + component.name());
            }
        }
    }

    /** The policy in force where none was written: one component, {@code default}, that leaves nothing out. */
    public static BackupPolicy everything() {
        return new BackupPolicy(
                "everything",
                List.of(new Component("default", Selection.everything())),
                SecretsPolicy.standard(),
                new byte[0]);
    }

    @Override
    public byte[] source() {
        return source.clone();
    }

    /**
     * The component of this name.
     *
     * @throws Failure usage {@code unknown-component}, listing those there are
     */
    public Component component(String wanted) {
        return components.stream()
                .filter(component -> component.name().equals(wanted))
                .findFirst()
                .orElseThrow(() -> Failure.usage(
                        "unknown-component",
                        "find the component '" + wanted + "'",
                        "the policy " + name + " has none of this name",
                        "Its components are: "
                                + components.stream().map(Component::name).collect(Collectors.joining(", "))
                                + "."));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BackupPolicy that
                && name.equals(that.name)
                && components.equals(that.components)
                && secrets.equals(that.secrets)
                && Arrays.equals(source, that.source);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, components, secrets, Arrays.hashCode(source));
    }

    @Override
    public String toString() {
        return "BackupPolicy " + name + " " + components;
    }
}
