package dev.tidemark.snapshots.age;

import com.exceptionfactory.jagged.DecryptingChannelFactory;
import com.exceptionfactory.jagged.EncryptingChannelFactory;
import com.exceptionfactory.jagged.framework.armor.ArmoredDecryptingChannelFactory;
import com.exceptionfactory.jagged.framework.armor.ArmoredEncryptingChannelFactory;
import com.exceptionfactory.jagged.framework.stream.StandardDecryptingChannelFactory;
import com.exceptionfactory.jagged.framework.stream.StandardEncryptingChannelFactory;
import dev.tidemark.snapshots.model.Failure;
import dev.tidemark.snapshots.model.SecretValue;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;

/** Files in the format of age-encryption.org/v1, such as the age program writes and opens. */
public final class AgeFile {

    private static final byte[] BINARY = "age-encryption.org/v1".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ARMOR = "-----BEGIN AGE ENCRYPTED FILE-----".getBytes(StandardCharsets.US_ASCII);
    private static final int CHUNK = 64 * 1024;

    private AgeFile() {}

    /** Whether {@code file} says that it is an age file, binary or in armor. */
    public static boolean is(byte[] file) {
        return startsWith(file, BINARY) || startsWith(file, ARMOR);
    }

    private static boolean startsWith(byte[] file, byte[] start) {
        return file.length >= start.length && Arrays.equals(file, 0, start.length, start, 0, start.length);
    }

    /** A binary age file that each of the recipients can open. */
    public static byte[] encrypt(SecretValue content, Recipients recipients) {
        return encrypt(content, recipients, new StandardEncryptingChannelFactory());
    }

    /** The same as text, in armor. */
    public static String armored(SecretValue content, Recipients recipients) {
        byte[] file = encrypt(content, recipients, new ArmoredEncryptingChannelFactory());
        return new String(file, StandardCharsets.US_ASCII);
    }

    private static byte[] encrypt(SecretValue content, Recipients recipients, EncryptingChannelFactory factory) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (WritableByteChannel channel =
                factory.newEncryptingChannel(Channels.newChannel(file), recipients.writers())) {
            ByteBuffer bytes = ByteBuffer.wrap(content.reveal());
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("memory, X25519 and ChaCha20-Poly1305 do not fail", e);
        }
        return file.toByteArray();
    }

    /**
     * The content, given out only when all of it is authentic.
     *
     * @throws Failure failed {@code cannot-open}, when no identity fits, or the file is cut off or altered
     */
    public static SecretValue open(byte[] file, Identities identities) {
        DecryptingChannelFactory factory = startsWith(file, ARMOR)
                ? new ArmoredDecryptingChannelFactory()
                : new StandardDecryptingChannelFactory();
        try (ReadableByteChannel channel = factory.newDecryptingChannel(
                Channels.newChannel(new ByteArrayInputStream(file)), identities.readers())) {
            return new SecretValue(all(channel));
        } catch (GeneralSecurityException | IOException | RuntimeException e) {
            // Whatever a library makes of broken bytes: here it is one and the same.
            throw Failure.failed(
                    "cannot-open",
                    "open the age file",
                    "no identity that was given opens it, or it is damaged",
                    "give the identity of one of its recipients with --identity");
        }
    }

    private static byte[] all(ReadableByteChannel channel) throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
        while (channel.read(chunk) >= 0) {
            content.write(chunk.array(), 0, chunk.position());
            chunk.clear();
        }
        return content.toByteArray();
    }
}
