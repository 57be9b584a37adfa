package dev.tidemark.reconciler.scenario;

import dev.tidemark.reconciler.kit.Tidemark;
import dev.tidemark.snapshots.seal.SealingKeyPair;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Stream;

/** One sealing key pair for all scenarios of a run, since to make one of RSA-4096 takes seconds. */
public final class Sealing {

    private static final Path FOLDER = make();

    private Sealing() {}

    private static Path make() {
        try {
            Path folder = Files.createTempDirectory("sealing-");
            SealingKeyPair pair = SealingKeyPair.generate(Instant.now());
            Files.write(folder.resolve("crt"), pair.certificatePem());
            Files.write(folder.resolve("key"), pair.privateKeyPem().reveal());
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes the repository, which seals with the shared pair; returns the program that can open it again. */
    public static Tidemark init(Tidemark tidemark, String... options) {
        tidemark.init(Stream.concat(
                        Stream.of(options),
                        Stream.of("--cert", FOLDER.resolve("crt").toString()))
                .toArray(String[]::new));
        return tidemark.with("TIDEMARK_KEYS", FOLDER.resolve("key").toString());
    }
}
