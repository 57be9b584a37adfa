package dev.tidemark.reconciler.cli;

import dev.tidemark.reconciler.keys.EscrowList;
import dev.tidemark.reconciler.keys.EscrowRecord;
import dev.tidemark.reconciler.keys.KeyCheck;
import dev.tidemark.reconciler.keys.KeyNeeds;
import dev.tidemark.reconciler.keys.KeyProof;
import dev.tidemark.snapshots.git.Commit;
import dev.tidemark.snapshots.history.History;
import dev.tidemark.snapshots.layout.Trailers;
import dev.tidemark.snapshots.model.Failure;
import dev.tidemark.snapshots.model.Finding;
import dev.tidemark.snapshots.seal.Unsealer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tidemark keys check}. */
@Command(
        name = "check",
        description = "Tells whether every key that HEAD and each older snapshot needs is here or escrowed.",
        footer = {
            "",
            "With --identity FILE it is proven: a random sample of sealed Secrets of HEAD and of the oldest snapshot",
            "(1 %, at least 25) is opened from the escrow alone. Do that every quarter.",
            "SOPS files are passed over: they are for the identities of their recipients, of which there is no escrow.",
            "Exit: 0 nothing is lost; 3 something cannot be opened (the output names it)."
        })
final class KeysCheckCommand extends Verb {

    @Option(names = "--from", paramLabel = "FILE", description = "The escrow to prove. Default: the newest one.")
    @Nullable
    Path from;

    KeysCheckCommand(GlobalOptions global, Workbench workbench, Terminal terminal, Answers answers) {
        super(global, workbench, terminal, answers);
    }

    @Override
    public Integer call() {
        try (Session session = workbench.open(global)) {
            KeyNeeds needs = session.keyNeeds();
            KeyCheck check = session.keyCheck(new KeysOfCluster(session, terminal).whereNeeded(), needs);
            List<Finding> findings = new ArrayList<>(check.findings());
            if (global.identity().isPresent()) {
                findings.addAll(proven(session, check));
            } else {
                findings.add(check.provenUntilNow());
            }
            if (text()) {
                FindingsAnswer.print(findings, terminal);
            } else {
                answers.print(FindingsAnswer.json(findings), global.output());
            }
            return FindingsAnswer.exitCode(findings);
        }
    }

    private List<Finding> proven(Session session, KeyCheck check) {
        Path file = Optional.ofNullable(from)
                .or(() -> session.keys()
                        .escrows()
                        .newest()
                        .map(EscrowRecord.Escrow::file)
                        .map(Path::of))
                .orElseThrow(() -> Failure.usage(
                        "no-escrow",
                        "prove the escrow",
                        "nothing was escrowed from here",
                        "name one with --from, or make one: tidemark keys escrow"));
        EscrowList escrow = session.openEscrow(file);
        Unsealer unsealer = session.unsealer(escrow.keyring());
        List<KeyProof> proofs = new ArrayList<>();
        for (String branch : session.repository().branches(History.LIVE)) {
            History history = session.history(branch.substring(History.LIVE.length()));
            for (Commit commit : newestAndOldest(session, history)) {
                proofs.add(KeyProof.of(history.open(commit), unsealer));
            }
        }
        return check.proven(file.toString(), escrow.keyring(), proofs);
    }

    private static Set<Commit> newestAndOldest(Session session, History history) {
        List<Commit> snapshots = new ArrayList<>();
        history.tip().ifPresent(tip -> session.repository().walk(tip, commit -> {
            if (Trailers.of(commit.message()).snapshot()) {
                snapshots.add(commit);
            }
            return true;
        }));
        return snapshots.isEmpty() ? Set.of() : new LinkedHashSet<>(List.of(snapshots.getFirst(), snapshots.getLast()));
    }
}
