package dev.tidemark.snapshots.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The resource types of a cluster, found by any name that kubectl accepts: plural, singular, short name or kind, with
 * or without {@code .group}. Where several groups have the name, the first in the table wins, as with kubectl.
 */
public final class TypeTable {

    private final List<ResourceType> types;
    private final Map<String, ResourceType> byName = new HashMap<>();
    private final Map<String, ResourceType> byKind = new HashMap<>();

    /** {@code types} in the order of discovery. */
    public TypeTable(List<ResourceType> types) {
        this.types = List.copyOf(types);
        for (ResourceType type : types) {
            name(type.resource(), type);
            name(type.singular(), type);
            name(type.kind().toLowerCase(Locale.ROOT), type);
            type.shortNames().forEach(shortName -> name(shortName, type));
            byKind.putIfAbsent(type.group() + "/" + type.kind(), type);
        }
    }

    private void name(String name, ResourceType type) {
        if (!name.isEmpty()) {
            byName.putIfAbsent(name, type);
            byName.putIfAbsent(name + "." + type.group(), type);
        }
    }

    /** These types, and those of {@code other} that are not among them. */
    public TypeTable plus(TypeTable other) {
        List<ResourceType> all = new ArrayList<>(types);
        for (ResourceType type : other.types) {
            if (ofKind(type.group(), type.kind()).isEmpty()) {
                all.add(type);
            }
        }
        return new TypeTable(all);
    }

    /** The types in the order of discovery. */
    public List<ResourceType> types() {
        return types;
    }

    /** The type that {@code TYPE[.GROUP]} names, in any letter case. */
    public Optional<ResourceType> find(String name) {
        return Optional.ofNullable(byName.get(name.toLowerCase(Locale.ROOT)));
    }

    /** The type of objects of this group and kind. */
    public Optional<ResourceType> ofKind(String group, String kind) {
        return Optional.ofNullable(byKind.get(group + "/" + kind));
    }
}
