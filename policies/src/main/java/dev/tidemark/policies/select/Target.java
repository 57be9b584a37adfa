package dev.tidemark.policies.select;

import dev.tidemark.snapshots.model.ResourceId;
import dev.tidemark.snapshots.model.ResourceType;

/**
 * Every object of a type, or those of one name.
 *
 * @param name the object's name, {@code ""} for every object of the type
 */
record Target(ResourceType type, String name) {

    boolean everyObject() {
        return name.isEmpty();
    }

    boolean isOf(String group, String resource) {
        return type.resource().equals(resource) && type.group().equals(group);
    }

    boolean test(ResourceId id) {
        return isOf(id.group(), id.resource()) && (name.isEmpty() || name.equals(id.name()));
    }

    @Override
    public String toString() {
        return name.isEmpty() ? type.qualifiedName() : type.qualifiedName() + "/" + name;
    }
}
