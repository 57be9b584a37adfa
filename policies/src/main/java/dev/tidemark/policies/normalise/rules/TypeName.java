package dev.tidemark.policies.normalise.rules;

import dev.tidemark.snapshots.model.ResourceType;

/** How rules name types: {@code Kind.group}, the bare {@code Kind} in the core group, {@code *} for all. */
final class TypeName {

    static final String EVERY = "*";

    private TypeName() {}

    static String of(ResourceType type) {
        return of(type.group(), type.kind());
    }

    static String of(String group, String kind) {
        return group.isEmpty() ? kind : kind + "." + group;
    }
}
