package dev.tidemark.reconciler.prove;

import dev.tidemark.reconciler.kit.Namespace;
import java.util.Base64;
import java.util.List;
import java.util.Random;

/** One random change after the other to the ConfigMaps and Secrets of some namespaces: some are made, some deleted. */
final class SmallChanges implements Runnable {

    private static final int OBJECTS = 24;
    private static final int ONE_DELETE_IN = 8;
    private static final int ONE_SECRET_IN = 4;

    private final DirectApi api;
    private final List<Namespace> namespaces;
    private final Random random;

    SmallChanges(DirectApi api, Random random, Namespace... namespaces) {
        this.api = api;
        this.random = random;
        this.namespaces = List.of(namespaces);
    }

    @Override
    public void run() {
        Namespace namespace = namespaces.get(random.nextInt(namespaces.size()));
        int number = random.nextInt(OBJECTS);
        String kind = number % ONE_SECRET_IN == 0 ? "Secret" : "ConfigMap";
        String path = "/api/v1/namespaces/" + namespace + "/" + (kind.equals("Secret") ? "secrets" : "configmaps")
                + "/small-" + number;
        if (random.nextInt(ONE_DELETE_IN) == 0) {
            api.delete(path);
        } else {
            api.apply(path, manifest(kind, number));
        }
    }

    private String manifest(String kind, int number) {
        byte[] value = new byte[32];
        random.nextBytes(value);
        return """
                apiVersion: v1
                kind: %s
                metadata:
                  name: small-%d
                data:
                  value: "%s"
                """.formatted(kind, number, Base64.getEncoder().encodeToString(value));
    }
}
