package dev.tidemark.snapshots.git;

import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;

/** Keeps JGit from starting the system's git to find its configuration, and from measuring the disk for seconds. */
final class QuietSystemReader extends SystemReader.Delegate {

    private QuietSystemReader(SystemReader user) {
        super(user);
    }

    /** Before JGit is first used. */
    static void install() {
        FS.FileStoreAttributes.setBackground(true);
        if (!(SystemReader.getInstance() instanceof QuietSystemReader)) {
            SystemReader.setInstance(new QuietSystemReader(SystemReader.getInstance()));
        }
    }

    @Override
    @SuppressWarnings("NullAway") // no file: the configuration is empty
    public FileBasedConfig openSystemConfig(Config parent, FS fs) {
        return new FileBasedConfig(parent, null, fs) {
            @Override
            public void load() {
                clear();
            }

            @Override
            public boolean isOutdated() {
                return false;
            }
        };
    }
}
