package dev.tidemark.snapshots.plan;

import dev.tidemark.snapshots.diff.FieldChange;
import dev.tidemark.snapshots.model.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeMap;

/** The ordered intentions of a restore, one for every object of its scope. */
public record RestorePlan(List<Step> steps) {

    public RestorePlan {
        steps = steps.stream().sorted().toList();
    }

    /** The steps by wave, in order. */
    public SequencedMap<Integer, List<Step>> waves() {
        TreeMap<Integer, List<Step>> waves = new TreeMap<>();
        for (Step step : steps) {
            waves.computeIfAbsent(step.wave(), w -> new java.util.ArrayList<>()).add(step);
        }
        return waves;
    }

    /** How many steps have this action. */
    public long count(Action action) {
        return steps.stream().filter(s -> s.action() == action).count();
    }

    /** Whether carrying the plan out would write anything or leave a difference behind. */
    public boolean somethingToDo() {
        return steps.stream().anyMatch(s -> s.action().writes() || s.action().leavesDifference());
    }

    /** Digest of every object, action and differing path: equal plans have one name. 40 hexadecimal digits. */
    public String hash() {
        MessageDigest digest = Sha256.begin();
        steps.forEach(step -> update(digest, step));
        return HexFormat.of().formatHex(digest.digest(), 0, 20);
    }

    /** Digest of one step's object, action and differing fields, and of {@code found}: which live object they are of. */
    public static String digest(Step step, String found) {
        MessageDigest digest = Sha256.begin();
        update(digest, step);
        update(digest, found);
        return HexFormat.of().formatHex(digest.digest(), 0, 20);
    }

    private static void update(MessageDigest digest, Step step) {
        update(digest, step.wave() + " " + step.action().word());
        update(digest, step.id().group() + "/" + step.id().kind());
        update(digest, step.id().namespace() + "/" + step.id().name());
        for (FieldChange field : step.fields()) {
            update(digest, field.path());
            update(digest, field.from().map(Object::toString).orElse(""));
            update(digest, field.to().map(Object::toString).orElse(""));
        }
    }

    private static void update(MessageDigest digest, String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
    }
}
