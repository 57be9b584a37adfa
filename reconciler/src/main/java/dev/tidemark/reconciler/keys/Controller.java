package dev.tidemark.reconciler.keys;

import dev.tidemark.reconciler.cluster.ApiError;
import dev.tidemark.reconciler.cluster.Cluster;
import dev.tidemark.snapshots.model.Failure;
import dev.tidemark.snapshots.seal.SealingCertificate;
import java.util.Comparator;
import java.util.Optional;

/** A sealed-secrets controller, by the Service that it answers at. */
public record Controller(String namespace, String service) {

    private static final String WORD = "controller";
    private static final String PORT = "8080";

    /** Where its manifests put it. */
    private static final Controller USUAL = new Controller("kube-system", "sealed-secrets-controller");

    /**
     * Reads {@code controller} or {@code controller:NS/NAME}; empty when it is something else, such as a file.
     *
     * @throws Failure usage, when the place is not NS/NAME
     */
    public static Optional<Controller> named(String text) {
        if (text.equals(WORD)) {
            return Optional.of(USUAL);
        }
        if (!text.startsWith(WORD + ":")) {
            return Optional.empty();
        }
        String[] words = text.substring(WORD.length() + 1).split("/", -1);
        if (words.length != 2 || words[0].isEmpty() || words[1].isEmpty()) {
            throw Failure.usage(
                    "bad-controller", "find " + text, "it is not controller:NS/NAME", "name the controller's Service");
        }
        return Optional.of(new Controller(words[0], words[1]));
    }

    /**
     * What it seals for now: as it says itself through the API server, else its newest key Secret in use.
     *
     * @throws Failure when it cannot be had in either way
     */
    public SealingCertificate certificate(Cluster cluster) {
        try {
            return SealingCertificate.parse(cluster.serviceGet(namespace, service, PORT, "/v1/cert.pem"));
        } catch (ApiError e) {
            return newestKey(cluster)
                    .orElseThrow(() -> Cluster.failure("fetch the certificate of the sealed-secrets controller", e));
        }
    }

    private Optional<SealingCertificate> newestKey(Cluster cluster) {
        try {
            return ControllerKeys.in(cluster).keys().stream()
                    .filter(key -> key.active() && key.namespace().equals(namespace))
                    .map(ControllerKeys.Key::certificate)
                    .max(Comparator.comparing(SealingCertificate::notBefore));
        } catch (Failure unreadable) {
            return Optional.empty();
        }
    }

    /** As {@link #named} reads it. */
    @Override
    public String toString() {
        return WORD + ":" + namespace + "/" + service;
    }
}
