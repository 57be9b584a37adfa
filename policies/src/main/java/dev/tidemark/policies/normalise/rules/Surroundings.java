package dev.tidemark.policies.normalise.rules;

/** What a rule may ask about other objects of the same cluster. */
public interface Surroundings {

    /** Whether a SealedSecret that is not ours makes the Secret of this name. */
    boolean sealedSecretNamed(String namespace, String name);

    /** Whether a Service of this name selects Pods, so that its endpoints are computed. */
    boolean serviceWithSelector(String namespace, String name);
}
