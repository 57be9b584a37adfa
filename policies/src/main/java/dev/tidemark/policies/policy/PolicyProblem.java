package dev.tidemark.policies.policy;

/**
 * Something that is wrong with a policy.
 *
 * @param code stable, for programs: {@code unknown-field}
 * @param line of the document, counted from 1
 * @param path {@code spec.components[0].name}
 * @param message a sentence that begins with the path
 */
public record PolicyProblem(String code, int line, String path, String message) {}
