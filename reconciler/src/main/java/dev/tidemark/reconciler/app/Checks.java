package dev.tidemark.reconciler.app;

import dev.tidemark.policies.normalise.Normaliser;
import dev.tidemark.policies.select.ObjectFilter;
import dev.tidemark.reconciler.capture.ExportScope;
import dev.tidemark.reconciler.cluster.Discovery;
import dev.tidemark.reconciler.cluster.Listing;
import dev.tidemark.reconciler.cluster.Once;
import dev.tidemark.reconciler.doctor.Check;
import dev.tidemark.reconciler.doctor.ClockCheck;
import dev.tidemark.reconciler.doctor.ClusterCheck;
import dev.tidemark.reconciler.doctor.DiskCheck;
import dev.tidemark.reconciler.doctor.HistoryCheck;
import dev.tidemark.reconciler.doctor.HooksCheck;
import dev.tidemark.reconciler.doctor.KeyFilesCheck;
import dev.tidemark.reconciler.doctor.KeysCheck;
import dev.tidemark.reconciler.doctor.PolicyCheck;
import dev.tidemark.reconciler.doctor.ProgramsCheck;
import dev.tidemark.reconciler.doctor.Reach;
import dev.tidemark.reconciler.doctor.RemotesCheck;
import dev.tidemark.reconciler.doctor.RepositoryCheck;
import dev.tidemark.reconciler.doctor.RestoreRightsCheck;
import dev.tidemark.reconciler.doctor.RestoresCheck;
import dev.tidemark.reconciler.doctor.SameClusterCheck;
import dev.tidemark.reconciler.doctor.SigningCheck;
import dev.tidemark.reconciler.doctor.WriterCheck;
import dev.tidemark.reconciler.hooks.GitVersion;
import dev.tidemark.reconciler.hooks.Hooks;
import dev.tidemark.reconciler.keys.CertificateCheck;
import dev.tidemark.reconciler.keys.ControllerKeys;
import dev.tidemark.reconciler.keys.KeyNeeds;
import dev.tidemark.reconciler.restore.BegunRestores;
import dev.tidemark.snapshots.git.SnapshotRepository;
import dev.tidemark.snapshots.history.History;
import dev.tidemark.snapshots.model.Failure;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What {@code doctor} looks at. Each check makes what it needs when it looks, so that what is broken breaks it alone. */
final class Checks {

    private final OpenSession session;
    private final Normaliser normaliser;
    private final Supplier<Hooks> hooks;
    private final Clock clock;
    private final Reach reach;
    private final Once<List<Listing>> listings = new Once<>(this::askListings);

    Checks(OpenSession session, Normaliser normaliser, Supplier<Hooks> hooks, Clock clock) {
        this.session = session;
        this.normaliser = normaliser;
        this.hooks = hooks;
        this.clock = clock;
        this.reach = new Reach(session::cluster);
    }

    List<Check> all() {
        SnapshotRepository repository = session.repository();
        List<Check> checks = new ArrayList<>();
        checks.add(new ClusterCheck(reach, listings::get));
        histories().forEach(history -> checks.add(new SameClusterCheck(reach, history)));
        checks.add(new RestoreRightsCheck(reach, listings::get));
        checks.add(new ClockCheck(reach, clock));
        checks.add(new RepositoryCheck(repository, components()));
        checks.add(new PolicyCheck(session::policy));
        checks.add(new WriterCheck(repository, clock));
        checks.add(DiskCheck.of(repository.gitDirectory()));
        histories().forEach(history -> checks.add(new HistoryCheck(history, session::verifier, clock)));
        checks.add(new SigningCheck(session::signatory, session::trust, clock));
        checks.add(new KeysCheck(
                reach,
                new CertificateCheck(session.keys(), clock),
                this::controllerKeys,
                keys -> session.keyCheck(keys, KeyNeeds.ofNewest(histories()))));
        checks.add(new KeyFilesCheck(session.keys().folder(), repository.directory()));
        checks.add(new RemotesCheck(repository));
        checks.add(new HooksCheck(hooks));
        checks.add(new RestoresCheck(reach, new BegunRestores(repository, session.journal(), session::history)));
        checks.add(new ProgramsCheck(GitVersion::installed));
        return checks;
    }

    private List<History> histories() {
        return components().stream().map(session::history).toList();
    }

    /** Where the policy cannot be read, as its own check tells, those that have a branch. */
    private List<String> components() {
        try {
            return session.components();
        } catch (Failure unreadable) {
            return session.repository().branches(History.LIVE).stream()
                    .map(branch -> branch.substring(History.LIVE.length()))
                    .toList();
        }
    }

    /** The lists that snapshots of all components make. */
    private List<Listing> askListings() {
        Discovery discovery = reach.discovery();
        return session.components().stream()
                .flatMap(component ->
                        new ExportScope(discovery, normaliser, filter(component, discovery), true).listings().stream())
                .distinct()
                .toList();
    }

    private ObjectFilter filter(String component, Discovery discovery) {
        History history = session.history(component);
        return session.selectionOf(component)
                .resolve(history.tip()
                        .map(tip -> discovery.types().plus(history.open(tip).types()))
                        .orElse(discovery.types()));
    }

    /** No cluster is asked for what a repository with a key pair of its own can tell without one. */
    private ControllerKeys controllerKeys() {
        boolean own = session.keys()
                .sealingCertificate()
                .map(session.keys().keyring()::has)
                .orElse(false);
        return own || reach.cluster().isEmpty() ? ControllerKeys.none() : session.controllerKeys();
    }
}
