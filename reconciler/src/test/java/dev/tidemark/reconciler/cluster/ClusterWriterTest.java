package dev.tidemark.reconciler.cluster;

import static dev.tidemark.reconciler.cluster.SmallApiServer.json;
import static dev.tidemark.reconciler.cluster.SmallApiServer.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.reconciler.cluster.ClusterWriter.Mode;
import dev.tidemark.snapshots.model.ResourceType;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClusterWriterTest {

    private static final ResourceType SECRETS =
            new ResourceType("", "v1", "Secret", "secrets", "secret", List.of(), true, false);
    private static final ResourceType ROLES = new ResourceType(
            "rbac.authorization.k8s.io", "v1", "ClusterRole", "clusterroles", "clusterrole", List.of(), false, false);

    private final SmallApiServer server = new SmallApiServer();
    private final ApiServer client = new ApiServer(server.config());
    private final ClusterWriter writer = new ClusterWriter(client, "tidemark", (id, object) -> false);

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    private static ObjectNode object(String kind, String namespace, String name) {
        ObjectNode object = JsonNodeFactory.instance.objectNode().put("kind", kind);
        object.putObject("metadata").put("namespace", namespace).put("name", name);
        return object;
    }

    private SmallApiServer.Request only() {
        assertThat(server.requests()).hasSize(1);
        return server.requests().getFirst();
    }

    @Test
    void a_creation_is_a_strict_post_to_the_collection() {
        server.on("/api/v1/namespaces/shop/secrets", json("{\"metadata\":{\"name\":\"db\",\"managedFields\":[]}}"));
        WriteResult result = writer.create(SECRETS, object("Secret", "shop", "db"), Mode.REAL);
        assertThat(result).isInstanceOfSatisfying(WriteResult.Written.class, written -> assertThat(
                        written.live().path("metadata").has("managedFields"))
                .isFalse());
        assertThat(only().method()).isEqualTo("POST");
        assertThat(only().target())
                .contains("fieldValidation=Strict", "fieldManager=tidemark")
                .doesNotContain("dryRun");
    }

    @Test
    void an_application_is_forced_and_a_replacement_is_a_put_of_that_one_object() {
        server.on("/apis/rbac.authorization.k8s.io/v1/clusterroles/system%3Aweb", json("{}"));
        String path = "/apis/rbac.authorization.k8s.io/v1/clusterroles/system:web";
        server.on(path, json("{}"));
        writer.apply(ROLES, object("ClusterRole", "", "system:web"), Mode.REAL);
        writer.replace(ROLES, object("ClusterRole", "", "system:web"), Mode.REAL);
        assertThat(server.requests()).extracting(SmallApiServer.Request::method).containsExactly("PATCH", "PUT");
        assertThat(server.requests().getFirst().target()).contains("&force=true");
        assertThat(server.requests().getLast().target()).doesNotContain("force");
    }

    @Test
    void a_dry_run_says_so_in_every_request() {
        server.on("/api/v1/namespaces/shop/secrets", json("{}"));
        server.on("/api/v1/namespaces/shop/secrets/db", json("{}"));
        writer.create(SECRETS, object("Secret", "shop", "db"), Mode.DRY_RUN);
        writer.apply(SECRETS, object("Secret", "shop", "db"), Mode.DRY_RUN);
        writer.replace(SECRETS, object("Secret", "shop", "db"), Mode.DRY_RUN);
        assertThat(server.requests()).hasSize(3).allSatisfy(r -> assertThat(r.target())
                .contains("dryRun=All"));
    }

    @Test
    void the_server_s_words_about_a_secret_do_not_carry_its_value() {
        server.on("/api/v1/namespaces/shop/secrets", status(422, """
                {"kind":"Status","reason":"Invalid","message":"data[k]: Invalid value: hunter2hunter2","details":{"causes":[
                {"field":"data[k]","reason":"FieldValueInvalid","message":"Invalid value: hunter2hunter2"}]}}"""));
        WriteResult result = writer.create(SECRETS, object("Secret", "shop", "db"), Mode.REAL);
        assertThat(result).isInstanceOfSatisfying(WriteResult.Rejected.class, rejected -> assertThat(rejected.why())
                .isEqualTo("HTTP 422 Invalid (data[k])"));
    }

    @Test
    void a_refusal_of_anything_else_is_told_in_the_server_s_words() {
        server.on(
                "/apis/rbac.authorization.k8s.io/v1/clusterroles",
                status(403, "{\"kind\":\"Status\",\"reason\":\"Forbidden\",\"message\":\"escalation\"}"));
        assertThat(writer.create(ROLES, object("ClusterRole", "", "web"), Mode.REAL))
                .isInstanceOfSatisfying(WriteResult.Rejected.class, rejected -> assertThat(rejected.why())
                        .isEqualTo("escalation"));
    }

    @Test
    void a_write_without_a_name_never_reaches_the_server() {
        assertThatThrownBy(() -> writer.replace(ROLES, object("ClusterRole", "", ""), Mode.REAL))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> writer.apply(SECRETS, object("Secret", "", "db"), Mode.REAL))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(server.requests()).isEmpty();
    }
}
