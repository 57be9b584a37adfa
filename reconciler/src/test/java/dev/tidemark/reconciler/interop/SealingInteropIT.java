package dev.tidemark.reconciler.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.reconciler.kit.ControlPlane;
import dev.tidemark.reconciler.kit.Kubectl;
import dev.tidemark.reconciler.kit.Namespace;
import dev.tidemark.reconciler.kit.Program;
import dev.tidemark.reconciler.kit.SealedSecrets;
import dev.tidemark.reconciler.kit.TestCluster;
import dev.tidemark.reconciler.kit.Tidemark;
import dev.tidemark.snapshots.model.SecretValue;
import dev.tidemark.snapshots.seal.Keyring;
import dev.tidemark.snapshots.seal.Scope;
import dev.tidemark.snapshots.seal.Unsealer;
import dev.tidemark.snapshots.seal.Unsealer.Unsealed;
import dev.tidemark.snapshots.yaml.CanonicalYaml;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sealed Secrets go both ways between Tidemark, kubeseal and the sealed-secrets controller, in each scope. */
@ExtendWith(ControlPlane.class)
class SealingInteropIT {

    /** Bytes that are no text, an empty value, text of several lines, and a key that YAML 1.1 reads as true. */
    private static final String DATA = """
              password: aHVudGVyMiBodW50ZXIy
              binary: AAH+/w==
              empty: ""
              "on": bGluZSBvbmUKbGluZSB0d28K
            """;

    private final Kubectl kubectl;
    private final Tidemark tidemark;
    private final SealedSecrets sealedSecrets;

    SealingInteropIT(TestCluster cluster, Tidemark tidemark) {
        this.kubectl = cluster.kubectl();
        this.tidemark = tidemark;
        this.sealedSecrets = cluster.sealedSecrets();
    }

    private static String secret(Namespace namespace, Scope scope) {
        String annotations = scope == Scope.STRICT
                ? ""
                : "  annotations:\n    sealedsecrets.bitnami.com/" + scope.word() + ": \"true\"\n";
        return "apiVersion: v1\nkind: Secret\ntype: Opaque\nmetadata:\n  name: db\n  namespace: " + namespace + "\n"
                + "  labels:\n    app: shop\n" + annotations + "data:\n" + DATA;
    }

    private Path sealedBySnapshot(Namespace namespace, Scope scope) {
        kubectl.apply(secret(namespace, scope));
        tidemark.json(0, "snapshot", "-n", namespace.name());
        return tidemark.repository().resolve("namespaces/" + namespace + "/core/secrets/db.yaml");
    }

    @ParameterizedTest
    @EnumSource(Scope.class)
    void kubeseal_opens_what_a_snapshot_sealed(Scope scope, Namespace namespace) throws IOException {
        tidemark.init();
        Path file = sealedBySnapshot(namespace, scope);
        String opened = sealedSecrets
                .kubeseal()
                .feed(
                        Files.readString(file),
                        "--recovery-unseal",
                        "--recovery-private-key",
                        tidemark.keys().resolve("sealing.key").toString())
                .exited(0)
                .out();
        assertThat(dataOf(opened)).isEqualTo(dataOf(secret(namespace, scope)));
    }
    /** The recipe of FORMAT.md for an object that is sealed whole. */
    @Test
    void kubeseal_opens_an_object_that_is_sealed_whole(Namespace namespace) throws IOException {
        tidemark.init();
        kubectl.in(namespace).run("create", "configmap", "app", "--from-literal=password=hunter2hunter2");
        Path policy = Files.createTempFile("policy-", ".yaml");
        Files.writeString(policy, """
                apiVersion: tidemark.dev/v1
                kind: BackupPolicy
                metadata: {name: interop}
                spec:
                  components: [{name: default, select: {namespaces: [%s]}}]
                  secrets: {sensitive: [{kinds: [configmaps], names: [app], fields: ['.data.*']}]}
                """.formatted(namespace));
        tidemark.json(0, "--policy", policy.toString(), "snapshot");
        Path file = tidemark.repository().resolve("sealed/namespaces/" + namespace + "/core/configmaps/app.yaml");
        String opened = sealedSecrets
                .kubeseal()
                .feed(
                        Files.readString(file)
                                .replace("apiVersion: tidemark.dev/v1", "apiVersion: bitnami.com/v1alpha1")
                                .replace("kind: SealedManifest", "kind: SealedSecret"),
                        "--recovery-unseal",
                        "--recovery-private-key",
                        tidemark.keys().resolve("sealing.key").toString())
                .exited(0)
                .out();
        byte[] manifest = Base64.getDecoder()
                .decode(tree(opened).path("data").path("configmaps").asText());
        assertThat(new String(manifest, StandardCharsets.UTF_8))
                .startsWith("apiVersion: v1\nkind: ConfigMap\n")
                .contains("password: hunter2hunter2");
    }

    @ParameterizedTest
    @EnumSource(Scope.class)
    void the_controller_opens_what_a_snapshot_sealed(Scope scope, Namespace namespace) {
        tidemark.init("--cert", "controller");
        Path file = sealedBySnapshot(namespace, scope);
        Kubectl there = kubectl.in(namespace);
        there.delete("secret", "db");
        there.run("apply", "--server-side", "-f", file.toString());
        there.awaitCreated("secret/db");
        JsonNode secret = there.get("secret", "db");
        assertThat(secret.path("data")).isEqualTo(dataOf(secret(namespace, scope)));
        assertThat(secret.path("metadata").path("labels").path("app").asText()).isEqualTo("shop");
        assertThat(secret.path("type").asText()).isEqualTo("Opaque");
    }

    @ParameterizedTest
    @EnumSource(Scope.class)
    void tidemark_opens_what_kubeseal_sealed(Scope scope, Namespace namespace) throws IOException {
        tidemark.init();
        Program kubeseal = sealedSecrets
                .kubeseal()
                .with("--cert", tidemark.keys().resolve("sealing.crt").toString(), "--format", "yaml");
        String document = kubeseal.feed(secret(namespace, scope), "--scope", scope.word())
                .exited(0)
                .out();
        SecretValue key = new SecretValue(Files.readAllBytes(tidemark.keys().resolve("sealing.key")));
        Unsealed unsealed = new Unsealer(Keyring.of(List.of(key))).open(tree(document));
        assertThat(unsealed).isInstanceOfSatisfying(Unsealed.Opened.class, opened -> assertThat(
                        opened.object().path("data"))
                .isEqualTo(dataOf(secret(namespace, scope))));
    }

    /** A Secret's data, as kubeseal writes it: an empty value is null to its YAML. */
    private static JsonNode dataOf(String yaml) {
        ObjectNode data = (ObjectNode) tree(yaml).path("data");
        data.properties().forEach(item -> {
            if (item.getValue().isNull()) {
                item.setValue(data.textNode(""));
            }
        });
        return data;
    }

    private static ObjectNode tree(String yaml) {
        return CanonicalYaml.read(yaml.getBytes(StandardCharsets.UTF_8));
    }
}
