package dev.tidemark.snapshots.fuzz;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.ThreadMXBean;
import dev.tidemark.snapshots.age.AgeFile;
import dev.tidemark.snapshots.age.Identities;
import dev.tidemark.snapshots.bundle.Bundle;
import dev.tidemark.snapshots.bundle.Passphrase;
import dev.tidemark.snapshots.layout.ManifestReader;
import dev.tidemark.snapshots.model.Failure;
import dev.tidemark.snapshots.model.SecretValue;
import dev.tidemark.snapshots.model.TypeTable;
import dev.tidemark.snapshots.seal.Keyring;
import dev.tidemark.snapshots.seal.Unsealer;
import dev.tidemark.snapshots.yaml.CanonicalYaml;
import dev.tidemark.snapshots.yaml.Documents;
import dev.tidemark.snapshots.yaml.MalformedYaml;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/**
 * What takes bytes from outside. To fuzz one more, add it here, and a folder of its name with seeds to
 * {@code src/test/resources/fuzz}.
 */
enum Opener {
    /** {@link Unsealer}, with the key {@code sealing.key}. */
    SEALED_SECRET(4 << 20, 2_000) {
        @Override
        void open(byte[] input) {
            ObjectNode document;
            try {
                document = CanonicalYaml.read(input);
            } catch (MalformedYaml refused) {
                return;
            }
            switch (Fixtures.UNSEALER.open(document)) {
                case Unsealer.Unsealed.Unopenable refused -> {}
                case Unsealer.Unsealed.Opened opened ->
                    opened.items().values().forEach(value -> authentic(value.reveal()));
            }
        }
    },

    /** {@link AgeFile}, with the identity {@code identity.txt}. */
    AGE(4 << 20, 200) {
        @Override
        void open(byte[] input) {
            try {
                authentic(AgeFile.open(input, Fixtures.IDENTITIES).reveal());
            } catch (Failure refused) {
                if (!refused.reason().equals("cannot-open")) {
                    throw refused;
                }
            }
        }
    },

    /** {@link Bundle}, with the passphrase {@code fuzzing}: a side file, a NUL, and the encrypted file. */
    BUNDLE(4 << 20, 2_000) {
        @Override
        void open(byte[] input) {
            int end = 0;
            while (end < input.length && input[end] != 0) {
                end++;
            }
            byte[] encrypted = Arrays.copyOfRange(input, Math.min(end + 1, input.length), input.length);
            try (BundleFolder folder = new BundleFolder(Arrays.copyOf(input, end), encrypted)) {
                try {
                    folder.unpack(Fixtures.PASSPHRASE);
                } catch (Failure refused) {
                    if (!REFUSALS.contains(refused.reason())) {
                        throw refused;
                    }
                }
                folder.unpacked().forEach(Opener::authentic);
            }
        }
    },

    /** {@link ManifestReader} and {@link Documents}: what they read has one form, which reads as the same again. */
    MANIFEST(4 << 20, 2_000) {
        @Override
        void open(byte[] input) {
            try {
                same(new ManifestReader(new TypeTable(List.of()))
                        .read("cluster/a/b/c.yaml", input)
                        .tree());
            } catch (Failure refused) {
                if (!refused.reason().equals("malformed-manifest")) {
                    throw refused;
                }
            }
            try {
                Documents.read(input).forEach(Opener::same);
            } catch (MalformedYaml refused) {
                // It says where, and is checked by the readers' own tests.
            }
        }
    };

    private static final Set<String> REFUSALS =
            Set.of("bad-side-file", "altered", "truncated", "wrong-passphrase", "cannot-unpack");

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final long bytes;
    private final long bytesForEach;

    /**
     * @param bytes that may be allocated for an empty input
     * @param bytesForEach that may be allocated on top for each byte of it
     */
    Opener(long bytes, long bytesForEach) {
        this.bytes = bytes;
        this.bytesForEach = bytesForEach;
    }

    /** Opens, and throws nothing that is not a broken promise. */
    abstract void open(byte[] input);

    /** The folder of its seeds. */
    String folder() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @throws AssertionError when it gives out what is not authentic, or allocates more than the input allows */
    void feed(byte[] input) {
        long allowed = bytes + bytesForEach * input.length;
        if (allocating(input) > allowed) { // once more, since loading classes is no cost of an input
            long allocated = allocating(input);
            if (allocated > allowed) {
                throw new AssertionError(allocated + " bytes allocated for an input of " + input.length);
            }
        }
    }

    private long allocating(byte[] input) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        open(input);
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }

    /** Nobody can seal without a key: what comes out is what a seed holds. */
    static void authentic(byte[] content) {
        if (Fixtures.CONTENTS.stream().noneMatch(known -> Arrays.equals(known, content))) {
            throw new AssertionError("given out, though it is in no seed: " + content.length + " bytes");
        }
    }

    private static void same(ObjectNode tree) {
        byte[] form = CanonicalYaml.write(tree);
        if (!Arrays.equals(CanonicalYaml.write(CanonicalYaml.read(form)), form)) {
            throw new AssertionError("its form reads as something else");
        }
    }

    /** Made for these tests alone; they keep no secret. */
    static final class Fixtures {

        /** What the seeds hold; the last one is longer than a chunk of age (64 KiB). */
        static final List<byte[]> CONTENTS =
                List.of(new byte[0], "s3cret\n".getBytes(StandardCharsets.UTF_8), new byte[70_000]);

        static final Unsealer UNSEALER = new Unsealer(Keyring.of(List.of(file("sealing.key"))));
        static final Identities IDENTITIES = Identities.parse(file("identity.txt"));
        static final Passphrase PASSPHRASE = Passphrase.of(new SecretValue("fuzzing".getBytes(StandardCharsets.UTF_8)));

        private Fixtures() {}

        private static SecretValue file(String name) {
            try (InputStream file = Objects.requireNonNull(Fixtures.class.getResourceAsStream("/fuzz/" + name))) {
                return new SecretValue(file.readAllBytes());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
