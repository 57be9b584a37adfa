package dev.tidemark.snapshots.git;

import java.io.IOException;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;

/**
 * Reads objects that are what their ids say. JGit takes the content of an object on trust: on the disk it may have gone
 * bad, or have been put in the place of another one, and a signature reaches no further than ids.
 */
final class CheckedReader extends ObjectReader.Filter {

    private final ObjectReader inner;

    CheckedReader(ObjectReader inner) {
        this.inner = inner;
    }

    @Override
    protected ObjectReader delegate() {
        return inner;
    }

    @Override
    public ObjectReader newReader() {
        return new CheckedReader(inner.newReader());
    }

    @Override
    public ObjectLoader open(AnyObjectId id, int type) throws IOException {
        ObjectLoader loader = inner.open(id, type);
        byte[] content = loader.getCachedBytes(Integer.MAX_VALUE);
        try (ObjectInserter.Formatter hash = new ObjectInserter.Formatter()) {
            if (!hash.idFor(loader.getType(), content).equals(id)) {
                throw new CorruptObjectException(id.toObjectId(), "its content is not what its id says");
            }
        }
        return new ObjectLoader.SmallObject(loader.getType(), content);
    }

    @Override
    public ObjectLoader open(AnyObjectId id) throws IOException {
        return open(id, OBJ_ANY);
    }
}
