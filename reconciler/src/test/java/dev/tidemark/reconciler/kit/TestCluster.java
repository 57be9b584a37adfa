package dev.tidemark.reconciler.kit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** A cluster that tests may do anything to. */
public final class TestCluster implements AutoCloseable {

    private final Engine engine;
    private final Path folder;
    private final Thread hook = new Thread(this::end);

    private TestCluster(Engine engine, Path folder) {
        this.engine = engine;
        this.folder = folder;
    }

    /** Starts a cluster that ends when it is closed, and at the latest with this process. */
    static TestCluster start(Engine engine, Path folder) {
        TestCluster cluster = new TestCluster(engine, folder);
        Runtime.getRuntime().addShutdownHook(cluster.hook);
        engine.start(folder);
        return cluster;
    }

    /** Loses everything: the cluster ends, and an empty one takes its place and its kubeconfig file. */
    public void lose() {
        engine.end(folder);
        engine.start(folder);
    }

    private void end() {
        engine.end(folder);
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(hook);
        end();
    }

    /** The administrator's. */
    public Path kubeconfig() {
        return folder.resolve("kubeconfig");
    }

    /** A script of {@code deploy/local}, run with this cluster. */
    public Program script(String name) {
        return Program.at(Deploy.file(name))
                .withVariable("TIDEMARK_TEST_KUBECONFIG", kubeconfig().toString())
                .withVariable("PATH", folder.resolve("bin") + ":" + System.getenv("PATH"));
    }

    public Kubectl kubectl() {
        return new Kubectl(engine.kubectl(folder), kubeconfig());
    }

    /** Makes a namespace, complete with what every namespace is given by the controllers. */
    public Namespace newNamespace() {
        Namespace namespace = new Namespace("it-" + UUID.randomUUID().toString().substring(0, 8));
        kubectl().run("create", "namespace", namespace.name());
        kubectl().in(namespace).awaitCreated("serviceaccount/default", "configmap/kube-root-ca.crt");
        return namespace;
    }

    /** Lets go of a namespace, without waiting until it is gone. */
    void discard(Namespace namespace) {
        kubectl().run("delete", "namespace", namespace.name(), "--wait=false", "--ignore-not-found");
    }

    /** Makes a user without any right, who goes with this namespace. */
    public User newUser(Namespace namespace) {
        String account = "user-" + UUID.randomUUID().toString().substring(0, 8);
        kubectl().in(namespace).run("create", "serviceaccount", account);
        String token = kubectl().in(namespace).run("create", "token", account, "--duration=2h");
        Path file = folder.resolve(account + ".kubeconfig");
        write(file, kubeconfigWith(token.strip()));
        return new User("system:serviceaccount:" + namespace + ":" + account, file);
    }

    /** A kubeconfig for this cluster with another token. */
    public Path kubeconfigWithToken(String token) {
        Path file = folder.resolve(UUID.randomUUID() + ".kubeconfig");
        write(file, kubeconfigWith(token));
        return file;
    }

    private ObjectNode kubeconfigWith(String token) {
        ObjectNode config = (ObjectNode) kubectl()
                .attempt("config", "view", "--raw", "--minify", "--flatten", "-o", "json")
                .exited(0)
                .json();
        ObjectNode user = (ObjectNode) ((ArrayNode) config.get("users")).get(0);
        user.putObject("user").put("token", token);
        return config;
    }

    /**
     * The sealed-secrets controller of this cluster, started when it is first asked for. It finds the sealing keys that
     * are in the cluster by then.
     */
    public SealedSecrets sealedSecrets() {
        Program.onPath("go");
        Program.onPath("unshare");
        Deploy.shown("add-sealed-secrets", "--dir", folder.toString());
        return new SealedSecrets(folder.resolve("sealed-secrets.pem"), Deploy.built("sealed-secrets", "kubeseal"));
    }

    private static void write(Path file, ObjectNode config) {
        try {
            Files.writeString(file, config.toPrettyString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
