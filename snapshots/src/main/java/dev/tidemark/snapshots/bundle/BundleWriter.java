package dev.tidemark.snapshots.bundle;

import dev.tidemark.snapshots.model.Failure;
import dev.tidemark.snapshots.model.Sha256;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import javax.crypto.Cipher;
import javax.crypto.CipherOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Writes a bundle straight from its files to its ciphertext: what is inside is in no other file on the way. */
public final class BundleWriter {

    /** As OWASP asks for PBKDF2-HMAC-SHA256 (Password Storage Cheat Sheet, 2023). */
    public static final int ITERATIONS = 600_000;

    static final String SUMS = "SHA256SUMS";
    static final byte[] MAGIC = "Salted__".getBytes(StandardCharsets.US_ASCII);
    static final int SALT = 8;
    private static final int OWNER_ONLY = 0600;
    private static final int BUFFER = 64 * 1024;

    private final Passphrase passphrase;
    private final Kdf kdf;

    /** @throws Failure refused, when the passphrase could be guessed with this derivation */
    public BundleWriter(Passphrase passphrase, Kdf kdf) {
        if (kdf == Kdf.legacy && !passphrase.machineMade()) {
            throw Failure.refused(
                    "guessable-passphrase",
                    "write a bundle with the legacy key derivation",
                    "it hashes the passphrase once, so that one which a person chose can be guessed",
                    "have one made: --new-passphrase-file FILE; or leave --kdf out, for PBKDF2");
        }
        this.passphrase = passphrase;
        this.kdf = kdf;
    }

    /**
     * Writes the whole file: the sums of all files, then these in their order.
     *
     * @param createdAt their time in the archive, to the second
     * @param repository id
     * @param commit whose state it is
     * @return what its side file says
     */
    public SideFile write(
            OutputStream file, Instant createdAt, String repository, String commit, List<BundleEntry> entries)
            throws IOException {
        byte[] salt = new byte[SALT];
        new SecureRandom().nextBytes(salt);
        BundleKeys keys = new BundleKeys(passphrase, kdf, ITERATIONS, salt);
        Measure measure = new Measure(keys);
        OutputStream measured = new Passing(file, measure);
        measured.write(MAGIC);
        measured.write(salt);
        OutputStream cipher = new CipherOutputStream(measured, keys.cipher(Cipher.ENCRYPT_MODE));
        try (TarArchiveOutputStream tar =
                new TarArchiveOutputStream(new GZIPOutputStream(cipher, BUFFER), StandardCharsets.UTF_8.name())) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
            add(tar, SUMS, sums(entries), createdAt);
            for (BundleEntry entry : entries) {
                add(tar, entry.path(), entry.content().get(), createdAt);
            }
        }
        return new SideFile(kdf, ITERATIONS, measure.done(), createdAt, repository, commit);
    }

    /** How stock openssl opens what this writes; {@code file} as a shell takes it. */
    public String command(String file) {
        return SideFile.command(kdf, ITERATIONS, file);
    }

    private static byte[] sums(List<BundleEntry> entries) {
        StringBuilder lines = new StringBuilder();
        for (BundleEntry entry : entries) {
            lines.append(Measure.hex(Sha256.of(entry.content().get())))
                    .append("  ")
                    .append(entry.path())
                    .append('\n');
        }
        return lines.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void add(TarArchiveOutputStream tar, String path, byte[] content, Instant time) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(path);
        entry.setSize(content.length);
        entry.setModTime(time.toEpochMilli());
        entry.setMode(OWNER_ONLY);
        entry.setIds(0, 0);
        entry.setNames("root", "root");
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
    }

    /** Passes on what it measures. The file is its opener's to close. */
    private static final class Passing extends FilterOutputStream {

        private final Measure measure;

        Passing(OutputStream file, Measure measure) {
            super(file);
            this.measure = measure;
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
            measure.update(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
