package dev.tidemark.snapshots.git;

import java.util.List;

/** What happened to the checked-out files when their branch moved. */
public sealed interface WorkTree {

    /** There are none, or another branch is checked out. */
    record Unconcerned() implements WorkTree {}

    /** They show the new commit. */
    record Followed() implements WorkTree {}

    /** They hold changes of their own and were left alone; the first few paths. */
    record LeftDirty(List<String> paths) implements WorkTree {}

    /** They could not be written, for example because the disk is full; the next snapshot finishes them. */
    record LeftBehind(String why) implements WorkTree {}

    static WorkTree unconcerned() {
        return new Unconcerned();
    }
}
