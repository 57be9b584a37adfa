package dev.tidemark.reconciler.cluster;

/**
 * Which cluster it is.
 *
 * @param uid of the namespace {@code kube-system}: made with the cluster and never again
 * @param kubernetes version of the API server, e.g. {@code v1.36.3}
 * @param name what people call it: the cluster's name in the kubeconfig, else the server's host
 */
public record ClusterIdentity(String uid, String kubernetes, String name) {}
