package dev.tidemark.policies.policy;

/**
 * Something that is wrong with a policy.
 *
 * @param code stable, for programs, e.g. {@code unknown-field}
 * @param line of the document, counted from 1
 * @param message begins with the field: {@code spec.components[0].name is missing}
 */
public record PolicyProblem(String code, int line, String message) {}
