package dev.tidemark.reconciler.prove;

import dev.tidemark.reconciler.kit.Kubectl;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;

/** The API server through {@code kubectl proxy}: hundreds of writes a second, where a kubectl for each would make ten. */
final class DirectApi implements AutoCloseable {

    private static final int NOT_FOUND = 404;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .proxy(HttpClient.Builder.NO_PROXY)
            .build();
    private final Process proxy;
    private final URI root;

    DirectApi(Kubectl kubectl) {
        proxy = kubectl.begin("proxy", "--port=0");
        try (BufferedReader out = proxy.inputReader(StandardCharsets.UTF_8)) {
            String line = String.valueOf(out.readLine());
            root = URI.create("http://127.0.0.1:" + line.substring(line.lastIndexOf(':') + 1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Creates or updates an object by server-side apply. */
    void apply(String path, String manifest) {
        write("PATCH", path + "?fieldManager=writer&force=true", "application/apply-patch+yaml", manifest);
    }

    /** Changes fields of an object that exists (RFC 7396). */
    void merge(String path, String patch) {
        write("PATCH", path, "application/merge-patch+json", patch);
    }

    /** Deletes an object, if it is there. */
    void delete(String path) {
        write("DELETE", path, "application/json", "");
    }

    private void write(String method, String path, String type, String body) {
        HttpRequest request = HttpRequest.newBuilder(root.resolve(path))
                .header("Content-Type", type)
                .method(method, BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            boolean gone = method.equals("DELETE") && response.statusCode() == NOT_FOUND;
            if (response.statusCode() / 100 != 2 && !gone) {
                throw new AssertionError(method + " " + path + ": " + response.statusCode() + " " + response.body());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        proxy.destroy();
        http.close();
    }
}
