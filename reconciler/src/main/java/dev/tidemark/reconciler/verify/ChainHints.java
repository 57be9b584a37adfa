package dev.tidemark.reconciler.verify;

import dev.tidemark.snapshots.trust.Defect;

/** What to do about a history that is not proven. */
public final class ChainHints {

    private ChainHints() {}

    /** {@code pinFile} is where it is remembered how far the history was verified. */
    public static String of(Defect.Kind kind, String pinFile) {
        return switch (kind) {
            case UNSIGNED -> "if that is known and meant, allow it with --allow-unsigned";
            case TAMPERED ->
                "someone may have altered it: look at git verify-commit, compare with another copy, or choose a commit"
                        + " before it";
            case UNSUPPORTED -> "sign with an SSH key (git config gpg.format ssh), or allow it with --allow-unsigned";
            case UNKNOWN_KEY -> "if you know that key, trust it too: tidemark keys trust SHA256:…, or --trust FILE";
            case REVOKED_KEY ->
                "look at what that key has signed since it was lost; what you find good, allow with --allow-unsigned";
            case TRAILERS, TIME, OTHER_ROOT ->
                "someone may have put a history together from parts: compare with another copy, or allow it with"
                        + " --allow-unsigned";
            case REWOUND ->
                "someone may have put the branch back: fetch it from another copy; if it was put back on purpose, delete "
                        + pinFile;
            case SHALLOW -> "fetch all of it: git fetch --unshallow";
            case MISSING -> "git fsck shows the damage; fetch the commit from a remote or a copy";
        };
    }
}
