package dev.tidemark.snapshots.bundle;

import dev.tidemark.snapshots.git.TrustedSigners;
import dev.tidemark.snapshots.git.TrustedSigners.Verdict;
import dev.tidemark.snapshots.model.Failure;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import javax.crypto.Cipher;
import javax.crypto.CipherInputStream;

/** A bundle on a disk, with what stands beside it. Nothing of it is decrypted before all of it is proven whole. */
public final class Bundle {

    public static final String SIDE_FILE = ".json";
    public static final String SIGNATURE = SIDE_FILE + ".sig";
    public static final String SUM = ".sha256";
    private static final int LONGEST_BESIDE = 64 * 1024;
    private static final int BUFFER = 64 * 1024;

    private final Path file;
    private final byte[] json;
    private final String signature;
    private final SideFile sideFile;

    private Bundle(Path file, byte[] json, String signature) {
        this.file = file;
        this.json = json;
        this.signature = signature;
        this.sideFile = SideFile.parse(json, file + SIDE_FILE);
    }

    /** @throws Failure when it is not there, or its side file is missing or cannot be read */
    public static Bundle at(Path file) {
        if (!Files.isRegularFile(file)) {
            throw Failure.usage("no-bundle", "open the bundle " + file, "there is no such file", "check the path");
        }
        byte[] json = beside(file, SIDE_FILE)
                .orElseThrow(() -> Failure.refused(
                        "no-side-file",
                        "open the bundle " + file,
                        "its side file " + file.getFileName() + SIDE_FILE
                                + ", without which nobody can tell whether it was altered, is not beside it",
                        "fetch that too; openssl alone opens it unchecked: "
                                + SideFile.command(
                                        Kdf.pbkdf2, BundleWriter.ITERATIONS, SideFile.quoted(file.toString()))
                                + " (without -pbkdf2 -iter … -md … if it was made with the legacy derivation)"));
        String signature = beside(file, SIGNATURE)
                .map(bytes -> new String(bytes, StandardCharsets.US_ASCII))
                .orElse("");
        return new Bundle(file, json, signature);
    }

    private static Optional<byte[]> beside(Path file, String suffix) {
        Path beside = file.resolveSibling(file.getFileName() + suffix);
        try (InputStream in = Files.newInputStream(beside)) {
            return Optional.of(in.readNBytes(LONGEST_BESIDE));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw unreadable(beside, e);
        }
    }

    public SideFile sideFile() {
        return sideFile;
    }

    /** Who signed the side file; {@code trust} is for {@link SideFile#NAMESPACE}, where it is known whom to trust. */
    public Verdict signature(Optional<TrustedSigners> trust) {
        if (signature.isEmpty()) {
            return new Verdict.Unsigned();
        }
        return trust.map(signers -> signers.verify(json, signature, sideFile.createdAt()))
                .orElseGet(() -> TrustedSigners.check(json, signature, SideFile.NAMESPACE));
    }

    /**
     * Proves that the file is the one that was written, then unpacks it.
     *
     * @param folder an empty one
     * @return how many files there are now
     * @throws Failure failed, when the file is cut off or altered, or the passphrase is not its own; nothing is written then
     */
    public int unpack(Passphrase passphrase, Path folder) {
        BundleKeys keys = new BundleKeys(passphrase, sideFile.kdf(), sideFile.iterations(), salt());
        prove(measured(keys));
        try (InputStream in = Files.newInputStream(file)) {
            in.skipNBytes(BundleWriter.MAGIC.length + BundleWriter.SALT);
            InputStream plain =
                    new CipherInputStream(new BufferedInputStream(in, BUFFER), keys.cipher(Cipher.DECRYPT_MODE));
            return new Unpacking(folder).unpack(new GZIPInputStream(plain, BUFFER));
        } catch (IOException e) {
            throw Failure.failed(
                    "cannot-unpack",
                    "unpack the bundle " + file + " into " + folder,
                    String.valueOf(e.getMessage()),
                    "check the space that is left there; the bundle is as it was written, so if that is not it, it was"
                            + " written of something else than a tar.gz",
                    e);
        }
    }

    private byte[] salt() {
        byte[] start = new byte[BundleWriter.MAGIC.length + BundleWriter.SALT];
        try (InputStream in = Files.newInputStream(file)) {
            int length = in.readNBytes(start, 0, start.length);
            boolean salted = length == start.length
                    && Arrays.equals(
                            start, 0, BundleWriter.MAGIC.length, BundleWriter.MAGIC, 0, BundleWriter.MAGIC.length);
            if (!salted) {
                throw damaged("altered", "it does not begin as openssl writes a salted file");
            }
        } catch (IOException e) {
            throw unreadable(file, e);
        }
        return Arrays.copyOfRange(start, BundleWriter.MAGIC.length, start.length);
    }

    private EncryptedFile measured(BundleKeys keys) {
        Measure measure = new Measure(keys);
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = Files.newInputStream(file)) {
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                measure.update(buffer, 0, length);
            }
        } catch (IOException e) {
            throw unreadable(file, e);
        }
        return measure.done();
    }

    private void prove(EncryptedFile is) {
        EncryptedFile shall = sideFile.file();
        if (is.size() < shall.size()) {
            throw damaged("truncated", "it is cut off: it has " + is.size() + " of " + shall.size() + " bytes");
        }
        if (!is.sha256().equals(shall.sha256())) {
            throw damaged("altered", "it is not the file that its side file describes: its SHA-256 is another");
        }
        if (!same(is.hmac(), shall.hmac())) {
            throw Failure.failed(
                    "wrong-passphrase",
                    "open the bundle " + file,
                    "the passphrase is not the one that it was made with; or somebody altered it and its side file alike",
                    "give the passphrase of that time; if it is the right one, take file and side file from another copy");
        }
    }

    private static boolean same(String one, String other) {
        return MessageDigest.isEqual(
                one.getBytes(StandardCharsets.US_ASCII), other.getBytes(StandardCharsets.US_ASCII));
    }

    private Failure damaged(String reason, String why) {
        return Failure.failed(
                reason, "open the bundle " + file, why, "take it, and what stands beside it, from another copy");
    }

    private static Failure unreadable(Path file, IOException e) {
        return Failure.failed(
                "unreadable-file",
                "read " + file,
                String.valueOf(e.getMessage()),
                "check the disk and the permissions",
                e);
    }
}
