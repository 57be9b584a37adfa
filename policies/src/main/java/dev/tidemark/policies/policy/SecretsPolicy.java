package dev.tidemark.policies.policy;

import dev.tidemark.policies.secrecy.AllowedFields;
import dev.tidemark.policies.secrecy.SensitiveFields;

/**
 * How what is secret is kept.
 *
 * @param sensitive fields outside of Secrets for which an object is sealed whole
 * @param allow fields that may hold what is kept in a Secret
 */
public record SecretsPolicy(SensitiveFields sensitive, AllowedFields allow) {

    /** The one in force where none was written. */
    public static SecretsPolicy standard() {
        return new SecretsPolicy(SensitiveFields.none(), AllowedFields.none());
    }
}
