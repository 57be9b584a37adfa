package dev.tidemark.reconciler.keys;

import dev.tidemark.snapshots.age.AgeFile;
import dev.tidemark.snapshots.age.Identities;
import dev.tidemark.snapshots.model.Failure;
import dev.tidemark.snapshots.model.SecretValue;
import java.util.Optional;

/** A file of private keys, open or encrypted with age. */
public final class KeyFile {

    private KeyFile() {}

    /**
     * What a file holds; of an age file, what is in it.
     *
     * @param identity the identity file that opens age files
     * @throws Failure usage, when an age file comes without one; failed, when it does not open
     */
    public static SecretValue content(SecretValue file, Optional<SecretValue> identity) {
        byte[] bytes = file.reveal();
        if (!AgeFile.is(bytes)) {
            return file;
        }
        return AgeFile.open(
                bytes,
                Identities.parse(identity.orElseThrow(() -> Failure.usage(
                        "no-identity",
                        "open the age file",
                        "the identity that it is encrypted for is not given",
                        "name the file with the offline identity: --identity FILE"))));
    }
}
