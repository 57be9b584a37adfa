package dev.tidemark.reconciler.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.testcontainers.k3s.K3sContainer;
import org.testcontainers.utility.DockerImageName;

/** k3s in a container, and beside it what the scripts start for the same folder. */
final class K3sEngine implements Engine {

    private final K3sContainer k3s;

    K3sEngine() {
        try {
            k3s = new K3sContainer(DockerImageName.parse(
                    Files.readString(Deploy.file("k3s.image")).strip()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void start(Path folder) {
        k3s.start();
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("kubeconfig"), k3s.getKubeConfigYaml());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void end(Path folder) {
        Deploy.shown("down", "--dir", folder.toString(), "--purge");
        k3s.stop();
    }

    @Override
    public Program kubectl(Path folder) {
        return Program.onPath("kubectl");
    }
}
