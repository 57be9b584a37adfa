package dev.tidemark.reconciler.keys;

import dev.tidemark.snapshots.model.Failure;
import dev.tidemark.snapshots.model.SecretValue;
import java.util.Optional;

/** Where the files of a key set lie. */
public interface KeyStore {

    /** @throws Failure failed, when it cannot be told */
    Optional<SecretValue> read(String name);

    /**
     * Puts a file there, in the place of what was there: whole or not at all.
     *
     * @throws Failure failed, when that does not work
     */
    void write(String name, SecretValue content);

    /** For messages: what a person would look at. */
    String place();
}
