package dev.tidemark.snapshots.sops;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Which values of a document are encrypted, by the keys that lead to them (sops, {@code shouldBeEncrypted}). */
record EncryptionRule(Predicate<String> key, boolean encrypts) {

    /** What sops writes into Kubernetes' Secrets by custom: the values, and nothing else. */
    static final String SECRETS = "^(data|stringData)$";

    private static final String BY_DEFAULT = "_unencrypted";

    /**
     * The rule that a {@code sops} block names; without one, everything is encrypted but what ends in {@code _unencrypted}.
     *
     * @throws UnknownForm when it names several, or one that is not known here
     */
    static EncryptionRule of(JsonNode metadata) {
        List<EncryptionRule> rules = Stream.of(
                        suffix(metadata.path("unencrypted_suffix"), false),
                        suffix(metadata.path("encrypted_suffix"), true),
                        regex(metadata.path("unencrypted_regex"), false),
                        regex(metadata.path("encrypted_regex"), true))
                .flatMap(rule -> rule)
                .toList();
        if (rules.size() > 1 || metadata.has("encrypted_comment_regex") || metadata.has("unencrypted_comment_regex")) {
            throw new UnknownForm("it chooses what is encrypted in a way that is not known here");
        }
        return rules.isEmpty() ? new EncryptionRule(name -> name.endsWith(BY_DEFAULT), false) : rules.getFirst();
    }

    private static Stream<EncryptionRule> suffix(JsonNode suffix, boolean encrypts) {
        String text = suffix.asText("");
        return text.isEmpty() ? Stream.of() : Stream.of(new EncryptionRule(name -> name.endsWith(text), encrypts));
    }

    private static Stream<EncryptionRule> regex(JsonNode regex, boolean encrypts) {
        String text = regex.asText("");
        return text.isEmpty()
                ? Stream.of()
                : Stream.of(new EncryptionRule(Pattern.compile(text).asPredicate(), encrypts));
    }

    boolean encrypts(List<String> path) {
        return path.stream().anyMatch(key) == encrypts;
    }
}
