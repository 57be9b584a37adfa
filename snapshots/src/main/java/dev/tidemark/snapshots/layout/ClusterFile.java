package dev.tidemark.snapshots.layout;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * {@code .tidemark/cluster.yaml}: which cluster a snapshot describes.
 *
 * @param cluster uid of the namespace {@code kube-system}
 * @param kubernetes version of the API server, e.g. {@code v1.36.3}
 * @param rules version of the normalisation rules that the manifests were made with: a rule change is not drift
 */
public record ClusterFile(String cluster, String kubernetes, int rules) {

    public static ClusterFile parse(byte[] yaml) {
        ObjectNode tree = TreeFiles.read(SnapshotLayout.CLUSTER, yaml);
        return new ClusterFile(
                tree.path("cluster").asText(),
                tree.path("kubernetes").asText(),
                tree.path("rules").asInt());
    }

    public byte[] toYaml() {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.put("cluster", cluster).put("kubernetes", kubernetes).put("rules", rules);
        return TreeFiles.write(tree);
    }
}
