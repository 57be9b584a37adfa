package dev.tidemark.reconciler.keys;

import dev.tidemark.snapshots.age.AgeFile;
import dev.tidemark.snapshots.age.Recipients;
import dev.tidemark.snapshots.model.Failure;
import dev.tidemark.snapshots.model.SecretValue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/** Writes one repository's keys, and those of its cluster's controller, to age files for offline identities. */
public final class EscrowWriter {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final KeyHome home;
    private final String repository;
    private final Clock clock;

    /** {@code repository} is its id. */
    public EscrowWriter(KeyHome home, String repository, Clock clock) {
        this.home = home;
        this.repository = repository;
        this.clock = clock;
    }

    /**
     * Writes a file of its own into {@code folder}, whole or not at all, and records what is in it. Earlier ones stay.
     *
     * @throws Failure when there is no such folder, or it cannot be written to
     */
    public EscrowRecord.Escrow write(Recipients recipients, Path folder, ControllerKeys controllerKeys) {
        if (!Files.isDirectory(folder)) {
            throw Failure.usage(
                    "no-folder",
                    "write the escrow to " + folder,
                    "there is no such folder",
                    "make it, or mount what it is on; tidemark keys escrow --to names another");
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Path file = free(folder.toAbsolutePath().normalize(), "tidemark-" + repository + "-" + TIME.format(now));
        KeySet set = home.set();
        EscrowRecord.Escrow escrow = new EscrowRecord.Escrow(
                file.toString(), now, recipients.names(), new EscrowList(repository, set, controllerKeys).names());
        EscrowRecord record = home.escrows().with(escrow);
        KeySet recorded = set.with(KeyHome.ESCROWS, new SecretValue(record.toYaml()));
        SecretValue list = new EscrowList(repository, recorded, controllerKeys).encode();
        new FolderKeys(file.resolveSibling(""))
                .write(file.getFileName().toString(), new SecretValue(AgeFile.encrypt(list, recipients)));
        home.saveEscrows(record);
        return escrow;
    }

    /** Two of one second have names of their own: the earlier one may be the only one that was carried away. */
    private static Path free(Path folder, String stem) {
        Path file = folder.resolve(stem + ".age");
        for (int next = 2; Files.exists(file); next++) {
            file = folder.resolve(stem + "-" + next + ".age");
        }
        return file;
    }

    /** Whether the escrow that was wished for once is still whole. */
    public sealed interface Renewal {

        /** Nobody has named a recipient, or every key is in an escrow. */
        record NotNeeded() implements Renewal {}

        record Written(EscrowRecord.Escrow escrow) implements Renewal {}

        /** A key is not escrowed, since the place for it cannot be written to. */
        record NotPossible(String why) implements Renewal {}
    }

    /** Writes an escrow for the recipients of the last one, where a key has appeared since. */
    public Renewal renew(ControllerKeys controllerKeys) {
        EscrowRecord record = home.escrows();
        boolean wished = !record.recipients().isEmpty() && record.folder().isPresent();
        boolean whole = new EscrowList(repository, home.set(), controllerKeys)
                .names().stream().allMatch(record::holds);
        if (!wished || whole) {
            return new Renewal.NotNeeded();
        }
        try {
            return new Renewal.Written(write(
                    Recipients.of(record.recipients()), Path.of(record.folder().orElseThrow()), controllerKeys));
        } catch (Failure failure) {
            return new Renewal.NotPossible(failure.why());
        }
    }
}
