package dev.tidemark.snapshots.age;

import com.exceptionfactory.jagged.RecipientStanzaWriter;
import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaWriterFactory;
import dev.tidemark.snapshots.model.Failure;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Whose identities open a file: X25519 recipients ({@code age1…}), as age-keygen prints them. */
public final class Recipients {

    private final List<String> names;
    private final List<RecipientStanzaWriter> writers;

    private Recipients(List<String> names, List<RecipientStanzaWriter> writers) {
        this.names = names;
        this.writers = writers;
    }

    /** @throws Failure usage, when there is none or one is no X25519 recipient */
    public static Recipients of(Collection<String> names) {
        List<RecipientStanzaWriter> writers = new ArrayList<>();
        for (String name : names) {
            try {
                writers.add(X25519RecipientStanzaWriterFactory.newRecipientStanzaWriter(name));
            } catch (GeneralSecurityException | IllegalArgumentException e) {
                throw bad("it is no X25519 recipient of age: " + name);
            }
        }
        if (writers.isEmpty()) {
            throw bad("there is none");
        }
        return new Recipients(List.copyOf(names), writers);
    }

    /** What would open the file, {@code age1…} each. */
    public List<String> names() {
        return names;
    }

    List<RecipientStanzaWriter> writers() {
        return writers;
    }

    private static Failure bad(String why) {
        return Failure.usage(
                "bad-recipient",
                "read the recipient",
                why,
                "age-keygen prints one that begins with age1; its identity belongs offline");
    }
}
