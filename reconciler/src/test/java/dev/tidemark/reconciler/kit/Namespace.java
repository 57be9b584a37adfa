package dev.tidemark.reconciler.kit;

/** A namespace that no other test knows. */
public record Namespace(String name) {

    @Override
    public String toString() {
        return name;
    }
}
