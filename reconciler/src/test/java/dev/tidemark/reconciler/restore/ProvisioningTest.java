package dev.tidemark.reconciler.restore;

import static dev.tidemark.reconciler.cluster.SmallApiServer.json;
import static dev.tidemark.reconciler.cluster.SmallApiServer.status;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.reconciler.cluster.Cluster;
import dev.tidemark.reconciler.cluster.SmallApiServer;
import dev.tidemark.snapshots.model.ResourceType;
import dev.tidemark.snapshots.model.TypeTable;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Waiting for a volume is vain only where it is known that nobody makes one. */
class ProvisioningTest {

    private static final ResourceType CLASSES = new ResourceType(
            "storage.k8s.io", "v1", "StorageClass", "storageclasses", "storageclass", List.of("sc"), false, false);
    private static final String FAST = "/apis/storage.k8s.io/v1/storageclasses/fast";

    @TempDir
    Path folder;

    private final SmallApiServer server = new SmallApiServer();
    private Cluster cluster;

    @BeforeEach
    void connect() {
        cluster = server.connect(folder);
    }

    @AfterEach
    void close() {
        cluster.close();
        server.close();
    }

    private Provisioning provisioning() {
        return new Provisioning(cluster.reader(), new TypeTable(List.of(CLASSES)));
    }

    private static ObjectNode claim(String storageClass) {
        return JsonNodeFactory.instance.objectNode().put("storageClassName", storageClass);
    }

    private static String storageClass(String provisioner, String binding) {
        return "{\"metadata\":{\"name\":\"fast\"},\"provisioner\":\"" + provisioner + "\",\"volumeBindingMode\":\""
                + binding + "\"}";
    }

    @Test
    void somebody_may_make_the_volume_of_a_class_that_has_a_provisioner() {
        server.on(FAST, json(storageClass("csi.example.com", "Immediate")));
        assertThat(provisioning().vain(claim("fast"))).isEmpty();
    }

    @Test
    void nobody_makes_the_volume_of_a_class_that_is_not_there_or_that_is_served_by_hand() {
        assertThat(provisioning().vain(claim("fast"))).contains("there is no StorageClass fast");
        server.on(FAST, json(storageClass("kubernetes.io/no-provisioner", "Immediate")));
        assertThat(provisioning().vain(claim("fast")))
                .contains("StorageClass fast makes no volumes, and none was there for it");
        assertThat(provisioning().vain(JsonNodeFactory.instance.objectNode()))
                .contains("it has no StorageClass, and no volume was there for it");
    }

    @Test
    void a_claim_that_names_its_volume_is_bound_to_it() {
        assertThat(provisioning().vain(claim("fast").put("volumeName", "disk-7")))
                .isEmpty();
        assertThat(server.requests()).isEmpty();
    }

    /** A namespace's own team restores too, and may not read what belongs to the cluster. */
    @Test
    void who_may_not_read_the_classes_knows_nothing_of_them() {
        server.on(FAST, status(403, "{\"kind\":\"Status\",\"reason\":\"Forbidden\",\"message\":\"no\"}"));
        assertThat(provisioning().vain(claim("fast"))).isEmpty();
        assertThat(provisioning().bindsWhenAPodUsesTheClaim("fast")).isFalse();
    }
}
