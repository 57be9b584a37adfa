package dev.tidemark.reconciler.verify;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.snapshots.layout.SealedDocuments;
import dev.tidemark.snapshots.model.Finding;
import dev.tidemark.snapshots.seal.SealCheck;
import dev.tidemark.snapshots.seal.Unsealer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Whether what is sealed can be opened, and is what this repository sealed. May be used by several threads. */
final class SealInspection {

    private final Unsealer unsealer;
    private final Optional<SealCheck> seals;
    private final Consumer<Finding> report;
    private final AtomicInteger sealed = new AtomicInteger();
    private final AtomicInteger withoutKey = new AtomicInteger();
    private final AtomicInteger withoutIdentity = new AtomicInteger();
    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger recognised = new AtomicInteger();

    /** Without a key for its form nothing is opened, and without {@code seals} nothing is recognised. */
    SealInspection(Unsealer unsealer, Optional<SealCheck> seals, Consumer<Finding> report) {
        this.unsealer = unsealer;
        this.seals = seals;
        this.report = report;
    }

    void inspect(String subject, ObjectNode document) {
        sealed.incrementAndGet();
        if (!unsealer.hasAnyFor(document)) {
            (SealedDocuments.isSops(document) ? withoutIdentity : withoutKey).incrementAndGet();
            return;
        }
        switch (unsealer.open(document)) {
            case Unsealer.Unsealed.Opened whole -> {
                opened.incrementAndGet();
                recognise(subject, document, whole);
            }
            case Unsealer.Unsealed.Unopenable closed ->
                report.accept(Finding.fail("unopenable", subject, closed.reason(), missing(document)));
        }
    }

    private static String missing(ObjectNode document) {
        return SealedDocuments.isSops(document)
                ? "give an identity of one of its recipients with --identity"
                : "give the key that it is sealed for with --keys";
    }

    private void recognise(String subject, ObjectNode document, Unsealer.Unsealed.Opened whole) {
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
        List<String> foreign = seals.get().foreign(document, whole);
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
        unopened(withoutKey.get(), "not opened: no private sealing key is here", "give it with --keys");
        unopened(withoutIdentity.get(), "not opened: SOPS files, and no identity", "give it with --identity");
        int tried = sealed.get() - withoutKey.get() - withoutIdentity.get();
        if (tried == 0) {
            return;
        }
        String objects = objects(tried);
        if (seals.isEmpty()) {
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

    private void unopened(int count, String why, String fix) {
        if (count > 0) {
            report.accept(Finding.warn("seals-unopened", objects(count), why, fix));
        }
    }

    private static String objects(int count) {
        return count + (count == 1 ? " sealed object" : " sealed objects");
    }
}
