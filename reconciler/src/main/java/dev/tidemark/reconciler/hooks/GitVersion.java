package dev.tidemark.reconciler.hooks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The git that runs the hooks, where it is this machine's. */
public record GitVersion(String text, int major, int minor) {

    private static final Pattern NUMBER = Pattern.compile("git version (\\d{1,4})\\.(\\d{1,4})");

    /** The one on the PATH; version 0.0 where there is none. */
    public static GitVersion installed() {
        try {
            Process process = new ProcessBuilder("git", "version")
                    .redirectErrorStream(true)
                    .start();
            return parse(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException none) {
            return parse("no git");
        }
    }

    static GitVersion parse(String answer) {
        Matcher number = NUMBER.matcher(answer);
        return number.find()
                ? new GitVersion(answer.strip(), Integer.parseInt(number.group(1)), Integer.parseInt(number.group(2)))
                : new GitVersion(answer.strip(), 0, 0);
    }

    /** Whether there is one. */
    public boolean found() {
        return major > 0;
    }

    public boolean verifiesSsh() {
        return major > 2 || (major == 2 && minor >= 34);
    }

    @Override
    public String toString() {
        return text;
    }
}
