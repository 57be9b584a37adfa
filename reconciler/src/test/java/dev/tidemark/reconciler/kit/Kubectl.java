package dev.tidemark.reconciler.kit;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** kubectl, as the administrator of a {@link TestCluster}. What is not said to {@code attempt} must succeed. */
public final class Kubectl {

    private final Program kubectl;

    Kubectl(Program kubectl, Path kubeconfig) {
        this(kubectl.with("--kubeconfig", kubeconfig.toString()));
    }

    private Kubectl(Program kubectl) {
        this.kubectl = kubectl;
    }

    /** The same, in this namespace. */
    public Kubectl in(Namespace namespace) {
        return in(namespace.name());
    }

    /** The same, in this namespace. */
    public Kubectl in(String namespace) {
        return new Kubectl(kubectl.with("--namespace", namespace));
    }

    /** Applies manifests, whoever owns the fields. */
    public void apply(String manifests) {
        kubectl.feed(manifests, "apply", "--server-side", "--force-conflicts", "-f", "-")
                .exited(0);
    }

    /** Applies manifests from the test's class path, for example {@code /lost-namespace/shop.yaml}. */
    public void applyResource(String path) {
        try (InputStream resource = Kubectl.class.getResourceAsStream(path)) {
            if (resource == null) {
                throw new AssertionError("there is no test resource " + path);
            }
            apply(new String(resource.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One object or a list, as JSON: {@code get("deployment", "web")}. */
    public JsonNode get(String... what) {
        return attempt(words("get", what, "-o", "json")).exited(0).json();
    }

    /** Whether {@code get} finds it. */
    public boolean has(String... what) {
        return !run(words("get", what, "-o", "name", "--ignore-not-found")).isBlank();
    }

    /** Waits until these exist; one at a time, as of two that are missing {@code kubectl wait} makes an error at once. */
    public void awaitCreated(String... objects) {
        for (String object : objects) {
            run("wait", "--for=create", object, "--timeout=60s");
        }
    }

    /** Deletes and waits until it is gone. */
    public void delete(String... what) {
        run(words("delete", what));
    }

    /** What the API server answers to a GET of this path. */
    public String raw(String path) {
        return run("get", "--raw", path);
    }

    /** Standard output of any other command. */
    public String run(String... arguments) {
        return attempt(arguments).exited(0).out();
    }

    /** A command that may fail. */
    public Answer attempt(String... arguments) {
        return kubectl.run(arguments);
    }

    /** A command that may fail, with {@code input} on standard input. */
    public Answer feed(String input, String... arguments) {
        return kubectl.feed(input, arguments);
    }

    /** A command that goes on, such as {@code proxy}, until the test ends it. */
    public Process begin(String... arguments) {
        return kubectl.begin(arguments);
    }

    private static String[] words(String verb, String[] what, String... more) {
        List<String> words = new ArrayList<>(List.of(verb));
        words.addAll(List.of(what));
        words.addAll(List.of(more));
        return words.toArray(String[]::new);
    }
}
