package dev.tidemark.reconciler.verify;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.snapshots.model.Finding;
import dev.tidemark.snapshots.model.SecretValue;
import dev.tidemark.snapshots.seal.SealCheck;
import dev.tidemark.snapshots.seal.Unsealer;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Whether what is sealed can be opened, and is what this repository sealed. May be used by several threads. */
final class SealInspection {

    private final Optional<Unsealer> unsealer;
    private final Optional<SealCheck> seals;
    private final Consumer<Finding> report;
    private final AtomicInteger sealed = new AtomicInteger();
    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger recognised = new AtomicInteger();

    /** Without {@code unsealer} nothing is opened, and without {@code seals} nothing is recognised. */
    SealInspection(Optional<Unsealer> unsealer, Optional<SealCheck> seals, Consumer<Finding> report) {
        this.unsealer = unsealer;
        this.seals = seals;
        this.report = report;
    }

    void inspect(String subject, ObjectNode document) {
        sealed.incrementAndGet();
        unsealer.ifPresent(keys -> {
            switch (keys.open(document)) {
                case Unsealer.Unsealed.Opened whole -> {
                    opened.incrementAndGet();
                    recognise(subject, document, whole.items());
                }
                case Unsealer.Unsealed.Unopenable closed ->
                    report.accept(Finding.fail(
                            "unopenable", subject, closed.reason(), "give the key that it is sealed for with --keys"));
            }
        });
    }

    private void recognise(String subject, ObjectNode document, SortedMap<String, SecretValue> items) {
        if (seals.isEmpty()) {
            return;
        }
        if (!seals.get().knows(document)) {
            report.accept(Finding.warn(
                    "other-fingerprint-key",
                    subject,
                    "its fingerprints are of another key, and prove nothing here",
                    "put back the fingerprint.key of that time, or take a snapshot, which seals it anew"));
            return;
        }
        List<String> foreign = seals.get().foreign(document, items);
        if (foreign.isEmpty()) {
            recognised.incrementAndGet();
        } else {
            report.accept(Finding.fail(
                    "foreign-ciphertext",
                    subject,
                    "not sealed here, or for another place: " + String.join(", ", foreign),
                    "find out who has changed it; a snapshot seals the cluster's own value again"));
        }
    }

    /** Says how far it went; to be asked at the end. */
    void conclude() {
        if (sealed.get() == 0) {
            return;
        }
        String objects = sealed.get() + (sealed.get() == 1 ? " sealed object" : " sealed objects");
        if (unsealer.isEmpty()) {
            report.accept(Finding.warn(
                    "seals-unopened", objects, "not opened: no private sealing key is here", "give it with --keys"));
        } else if (seals.isEmpty()) {
            report.accept(Finding.warn(
                    "seals-unrecognised",
                    objects,
                    opened + " opened; whether they were sealed here cannot be told without the fingerprint key",
                    "copy the repository's key folder to this machine"));
        } else {
            report.accept(Finding.ok(
                    "seals", objects, opened + " opened, " + recognised + " recognised by their fingerprints"));
        }
    }
}
