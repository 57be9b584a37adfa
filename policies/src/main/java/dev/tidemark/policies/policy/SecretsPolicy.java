package dev.tidemark.policies.policy;

import dev.tidemark.policies.secrecy.AllowedFields;
import dev.tidemark.policies.secrecy.SensitiveFields;
import java.util.List;

/**
 * How what is secret is kept.
 *
 * @param recipients of age ({@code age1…}), for whom Secrets are encrypted as SOPS files; where there is none they are
 *     SealedSecrets
 * @param sensitive fields outside of Secrets for which an object is sealed whole
 * @param allow fields that may hold what is kept in a Secret
 */
public record SecretsPolicy(List<String> recipients, SensitiveFields sensitive, AllowedFields allow) {

    /** The provider without recipients, and the one in force where none was written. */
    public static final String SEALED_SECRETS = "sealed-secrets";
    /** The provider with recipients. */
    public static final String SOPS = "sops";

    public SecretsPolicy {
        recipients = List.copyOf(recipients);
    }

    /** The one in force where none was written. */
    public static SecretsPolicy standard() {
        return new SecretsPolicy(List.of(), SensitiveFields.none(), AllowedFields.none());
    }

    /** What Secrets are kept as. */
    public String provider() {
        return recipients.isEmpty() ? SEALED_SECRETS : SOPS;
    }
}
