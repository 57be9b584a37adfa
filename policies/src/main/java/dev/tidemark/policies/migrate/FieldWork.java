package dev.tidemark.policies.migrate;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** What is to be done to the fields of one kind on its way from one version to another. */
@FunctionalInterface
interface FieldWork {

    /** The versions differ in nothing but their name. */
    FieldWork NONE = tree -> {};

    /** Changes {@code tree}, a manifest of the old version. */
    void rewrite(ObjectNode tree);
}
