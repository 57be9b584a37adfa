package dev.tidemark.reconciler.prove;

import dev.tidemark.reconciler.kit.Answer;
import dev.tidemark.reconciler.kit.Program;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A small file system of its own, in memory. Only root may mount one: elsewhere the test is skipped, in CI it fails. */
record Disk(Path folder) implements AutoCloseable {

    private static final int BLOCK = 4096;

    static Disk of(Path folder, int mebibytes) throws IOException {
        Files.createDirectories(folder);
        Answer answer = mount("-t", "tmpfs", "-o", "size=" + mebibytes + "m", "tidemark", folder.toString());
        if (answer.exit() != 0) {
            throw Program.absent(
                    "a full disk needs root to mount one: " + answer.err().strip());
        }
        return new Disk(folder);
    }

    private static Answer mount(String... arguments) {
        return Program.onPath("mount").run(arguments);
    }

    /** Fills it until {@code room} bytes, rounded to whole blocks, are left. */
    void fill(long room) throws IOException {
        try (FileChannel file = FileChannel.open(filling(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            long size = Files.getFileStore(folder).getUsableSpace() - room;
            for (long written = 0; written < size; written += BLOCK) {
                file.write(ByteBuffer.allocate(BLOCK));
            }
        }
    }

    void makeRoom() throws IOException {
        Files.delete(filling());
    }

    private Path filling() {
        return folder.resolve("filling");
    }

    void readOnly() {
        mount("-o", "remount,ro", folder.toString()).exited(0);
    }

    void writable() {
        mount("-o", "remount,rw", folder.toString()).exited(0);
    }

    @Override
    public void close() {
        Program.onPath("umount").run("--lazy", folder.toString()).exited(0);
    }
}
