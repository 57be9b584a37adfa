package dev.tidemark.reconciler.cluster;

import dev.tidemark.snapshots.model.Failure;
import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Which cluster is meant, by kubectl's rules: a kubeconfig and a context, or the service account of the pod. */
final class Kubeconfig {

    private static final int CONNECT_MILLIS = 10_000;

    private Kubeconfig() {}

    /** @throws Failure usage, when the file or the context is not there, or nothing names a cluster */
    static Config load(Optional<Path> file, Optional<String> context) {
        file.filter(f -> !Files.isReadable(f)).ifPresent(f -> {
            throw noCluster("no-kubeconfig", "the kubeconfig " + f + " cannot be read");
        });
        Config config = read(file, context);
        if (context.isPresent() && !contexts(config).contains(context.get())) {
            throw noCluster(
                    "unknown-context",
                    "there is no context " + context.get() + " in the kubeconfig; it has "
                            + String.join(", ", contexts(config)));
        }
        if (config.getCurrentContext() == null && !inCluster(config)) {
            throw noCluster("no-cluster", "no kubeconfig names a cluster, and this is no pod of one");
        }
        return new ConfigBuilder(config)
                // Retries are ours: fabric8 would repeat every 429 and 5xx ten times, POSTs too.
                .withRequestRetryBackoffLimit(0)
                .withConnectionTimeout(CONNECT_MILLIS)
                .withRequestTimeout(0)
                .build();
    }

    private static Config read(Optional<Path> file, Optional<String> context) {
        try {
            return file.isPresent()
                    ? Config.fromKubeconfig(context.orElse(null), file.get().toFile())
                    : Config.autoConfigure(context.orElse(null));
        } catch (RuntimeException e) { // fabric8 passes the exceptions of its parsers on
            throw noCluster("bad-kubeconfig", "the kubeconfig cannot be understood");
        }
    }

    private static List<String> contexts(Config config) {
        return config.getContexts() == null
                ? List.of()
                : config.getContexts().stream()
                        .map(NamedContext::getName)
                        .sorted()
                        .toList();
    }

    private static boolean inCluster(Config config) {
        return config.getAutoOAuthToken() != null && System.getenv("KUBERNETES_SERVICE_HOST") != null;
    }

    private static Failure noCluster(String reason, String why) {
        return Failure.usage(
                reason, "find the cluster", why, "name it with --kubeconfig and --context, as for kubectl");
    }
}
