package dev.tidemark.reconciler.kit;

import java.nio.file.Path;

/** What {@code deploy/local/up} starts; with TIDEMARK_TEST_KUBECONFIG it only finds it. */
final class ScriptEngine implements Engine {

    @Override
    public void start(Path folder) {
        Deploy.shown("up", "--dir", folder.toString());
    }

    @Override
    public void end(Path folder) {
        Deploy.shown("down", "--dir", folder.toString(), "--purge");
    }

    @Override
    public Program kubectl(Path folder) {
        return Program.at(folder.resolve("bin/kubectl"));
    }
}
