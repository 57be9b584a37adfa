package dev.tidemark.policies.normalise.rules;

/**
 * Why objects are left out.
 *
 * @param reason a stable kebab-case code
 * @param why a phrase for a person, such as "the API server overwrites it"
 */
public record Skip(String reason, String why) {}
