package dev.tidemark.reconciler.keys;

import dev.tidemark.snapshots.model.Failure;
import dev.tidemark.snapshots.model.Finding;
import dev.tidemark.snapshots.seal.Keyring;
import dev.tidemark.snapshots.seal.SealingCertificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether everything that is sealed can be opened, here and after the loss of all that is here. */
public final class KeyCheck {

    /** The code of a key that no snapshot needs any more. */
    public static final String UNNEEDED = "key-unneeded";

    private static final String ESCROW = "tidemark keys escrow";
    private static final String PROVE = "tidemark keys check --identity FILE";
    private static final Duration SOON = Duration.ofDays(30);
    /** A proof is to be repeated every quarter. */
    private static final Duration PROOF = Duration.ofDays(92);

    private final KeyHome home;
    private final KeyOverview overview;
    private final KeyNeeds needs;
    private final Clock clock;

    public KeyCheck(KeyHome home, ControllerKeys controllerKeys, KeyNeeds needs, Clock clock) {
        this.home = home;
        this.overview = new KeyOverview(home, controllerKeys, needs);
        this.needs = needs;
        this.clock = clock;
    }

    /** What can be told without opening an escrow. */
    public List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        home.sealingCertificate().ifPresent(certificate -> findings.add(validity(certificate)));
        overview.entries().forEach(entry -> finding(entry).ifPresent(findings::add));
        if (needs.certificates().contains("")) {
            findings.add(Finding.warn(
                    "key-unknown",
                    needs.itemsAtHead("") + " items at HEAD",
                    "nothing says which key they need",
                    "tidemark reseal"));
        }
        needs.recipients()
                .forEach((name, files) -> findings.add(Finding.ok(
                        "recipient",
                        "recipient " + name,
                        "opens " + files + (files == 1 ? " SOPS file" : " SOPS files")
                                + " at HEAD; its identity is kept outside, and in no escrow")));
        return findings;
    }

    private Finding validity(SealingCertificate certificate) {
        Instant end = certificate.notAfter();
        String subject = "certificate " + certificate.fingerprint();
        if (!end.isAfter(clock.instant())) {
            return Finding.fail("certificate-expired", subject, "expired at " + end, "tidemark keys rotate");
        }
        try {
            certificate.fit(clock.instant());
        } catch (Failure unfit) {
            return Finding.fail(unfit.reason(), subject, unfit.why(), "tidemark keys rotate");
        }
        return end.isBefore(clock.instant().plus(SOON))
                ? Finding.warn("certificate-expires", subject, "expires at " + end, "tidemark keys rotate")
                : Finding.ok("certificate-valid", subject, "is in force, and valid until " + end);
    }

    private Optional<Finding> finding(KeyEntry entry) {
        String subject = entry.kind().word() + " key " + entry.fingerprint();
        boolean sealing = entry.kind() == KeyEntry.Kind.SEALING || entry.kind() == KeyEntry.Kind.CONTROLLER;
        boolean needed =
                !sealing || entry.inForce() || needs.newest(entry.fingerprint()).isPresent();
        if (!needed) {
            return entry.kind() == KeyEntry.Kind.CONTROLLER
                    ? Optional.empty()
                    : Optional.of(Finding.ok(UNNEEDED, subject, "no snapshot needs it: it may be retired"));
        }
        String use = sealing ? use(entry) + "; " : "";
        if (entry.here()) {
            return Optional.of(
                    entry.escrowed()
                            ? Finding.ok("key-live", subject, use + "here, and escrowed")
                            : Finding.warn("key-not-escrowed", subject, use + "here, and not escrowed", ESCROW));
        }
        return Optional.of(
                entry.escrowed()
                        ? Finding.ok("key-escrowed", subject, use + "not here, but escrowed")
                        : Finding.fail(
                                "key-missing",
                                subject,
                                use + "neither here nor escrowed",
                                "find it: in the cluster that it was of, or in a copy of an older key folder"));
    }

    private String use(KeyEntry entry) {
        int items = entry.inUseBy();
        if (items > 0) {
            return "needed by " + items + (items == 1 ? " item" : " items") + " at HEAD";
        }
        return needs.newest(entry.fingerprint())
                .map(commit -> "needed by snapshots up to " + commit.shortId() + " of " + commit.time())
                .orElse("in force");
    }

    /** How well the newest escrow is proven, where it is not being proven now. */
    public Finding provenUntilNow() {
        EscrowRecord record = home.escrows();
        Optional<EscrowRecord.Escrow> newest = record.newest();
        if (newest.isEmpty()) {
            return Finding.warn(
                    "no-escrow",
                    "escrow",
                    "there is none: with this machine and the cluster the keys would be lost",
                    ESCROW + " --recipient age1… --to DIR");
        }
        String subject = "escrow " + newest.get().file();
        Optional<Instant> proof = record.newestProven();
        if (proof.isEmpty() || proof.get().isBefore(clock.instant().minus(PROOF))) {
            String since =
                    record.proven().map(p -> "not proven since " + p.time()).orElse("never proven");
            return Finding.warn("escrow-not-proven", subject, "escrowed, " + since, PROVE);
        }
        return Finding.ok("escrow-proven", subject, "proven to open at " + proof.get());
    }

    /**
     * What opening an escrow showed; recorded, if it holds.
     *
     * @param file of the escrow
     * @param keys in it
     * @param proofs made with these keys alone
     */
    public List<Finding> proven(String file, Keyring keys, List<KeyProof> proofs) {
        String subject = "escrow " + file;
        List<Finding> findings = new ArrayList<>();
        for (String name : needs.certificates()) {
            if (!name.isEmpty() && !keys.certificates().contains(name)) {
                findings.add(Finding.fail("escrow-lacks-key", subject, "lacks " + name + ", which is needed", ESCROW));
            }
        }
        for (KeyProof proof : proofs) {
            String where =
                    " of " + proof.commit().shortId() + " (" + proof.commit().time() + ")";
            if (proof.holds()) {
                findings.add(Finding.ok(
                        "escrow-proven", subject, "alone opened " + proof.opened() + " sealed Secrets" + where));
            } else {
                proof.closed()
                        .forEach(closed -> findings.add(Finding.fail(
                                "escrow-does-not-open", subject, closed + where, "escrow the key that it needs")));
            }
        }
        if (findings.stream().allMatch(f -> f.level() == Finding.Level.OK)) {
            home.saveEscrows(home.escrows().with(new EscrowRecord.Proven(file, clock.instant())));
        }
        return findings;
    }
}
