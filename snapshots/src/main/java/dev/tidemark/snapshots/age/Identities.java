package dev.tidemark.snapshots.age;

import com.exceptionfactory.jagged.RecipientStanzaReader;
import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaReaderFactory;
import dev.tidemark.snapshots.model.Failure;
import dev.tidemark.snapshots.model.SecretValue;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;

/** What opens age files: the X25519 identities of a file as age-keygen writes it. */
public final class Identities {

    private static final String X25519 = "AGE-SECRET-KEY-1";

    private final List<RecipientStanzaReader> readers;

    private Identities(List<RecipientStanzaReader> readers) {
        this.readers = readers;
    }

    /** @throws Failure usage, when the file holds no X25519 identity */
    public static Identities parse(SecretValue file) {
        List<RecipientStanzaReader> readers = new ArrayList<>();
        try {
            for (String line :
                    new String(file.reveal(), StandardCharsets.US_ASCII).lines().toList()) {
                if (line.startsWith(X25519)) {
                    readers.add(X25519RecipientStanzaReaderFactory.newRecipientStanzaReader(line.strip()));
                }
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw bad(); // without the cause, which might repeat the line
        }
        if (readers.isEmpty()) {
            throw bad();
        }
        return new Identities(readers);
    }

    /** Whether they open what is encrypted for all of {@code recipients} together. */
    public boolean open(Recipients recipients) {
        SecretValue probe = new SecretValue(new byte[] {1});
        try {
            AgeFile.open(AgeFile.encrypt(probe, recipients), this);
            return true;
        } catch (Failure ofAnother) {
            return false;
        }
    }

    List<RecipientStanzaReader> readers() {
        return readers;
    }

    private static Failure bad() {
        return Failure.usage(
                "bad-identity",
                "read the age identity",
                "the file holds no X25519 identity (" + X25519 + "…)",
                "give the file that age-keygen wrote, without a passphrase");
    }
}
