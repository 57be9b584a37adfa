package dev.tidemark.reconciler.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The age program, and an identity that it made.
 *
 * @param program {@code age}
 * @param identity its private file
 * @param recipient what to encrypt for, {@code age1…}
 */
public record Age(Program program, Path identity, String recipient) {

    /** With a fresh identity in {@code folder}. */
    public static Age in(Path folder) {
        Program.onPath("go");
        Path identity = folder.resolve("identity.txt");
        Deploy.built("age", "age-keygen").run("-o", identity.toString()).exited(0);
        try {
            String recipient = Files.readAllLines(identity).stream()
                    .filter(line -> line.startsWith("# public key: "))
                    .findFirst()
                    .orElseThrow()
                    .substring("# public key: ".length());
            return new Age(Deploy.built("age", "age"), identity, recipient);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What {@code age -d} makes of a file. */
    public Answer decrypt(Path file) {
        return program.run("-d", "-i", identity.toString(), file.toString());
    }
}
