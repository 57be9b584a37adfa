package dev.tidemark.reconciler;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.tidemark.policies.normalise.Normaliser;
import dev.tidemark.reconciler.app.Main;
import dev.tidemark.reconciler.capture.Committer;
import dev.tidemark.reconciler.capture.Exporter;
import dev.tidemark.reconciler.capture.Pusher;
import dev.tidemark.reconciler.capture.Snapshotter;
import dev.tidemark.reconciler.cli.Terminal;
import dev.tidemark.reconciler.cluster.Cluster;
import dev.tidemark.reconciler.cluster.ClusterWriter;
import dev.tidemark.reconciler.drift.DriftDetector;
import dev.tidemark.reconciler.keys.KeyHome;
import dev.tidemark.reconciler.restore.Restorer;
import dev.tidemark.snapshots.git.SnapshotRepository;
import dev.tidemark.snapshots.history.History;
import dev.tidemark.snapshots.seal.ManifestSealer;
import dev.tidemark.snapshots.seal.Resealer;
import dev.tidemark.snapshots.seal.Sealer;
import dev.tidemark.snapshots.seal.Unsealer;
import java.io.FileDescriptor;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The dependency rules of the three modules, read from their compiled classes. */
class ArchitectureTest {

    private static final JavaClasses CODE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.tidemark");

    private static final String APP = "dev.tidemark.reconciler.app";
    private static final String STEP_WRITER = "dev.tidemark.reconciler.restore.StepWriter";
    private static final String RECREATOR = "dev.tidemark.reconciler.restore.Recreator";
    private static final String ADOPTER = "dev.tidemark.reconciler.restore.Adopter";
    private static final String DISARMER = "dev.tidemark.reconciler.restore.Disarmer";
    private static final String REMOVAL = "dev.tidemark.reconciler.restore.Removal";
    /** It writes the one Secret with a repository's own keys. */
    private static final String CLUSTER_KEYS = "dev.tidemark.reconciler.keys.ClusterKeys";
    /** It asks by a creation of which nothing is stored. */
    private static final String SELF_REVIEW = "dev.tidemark.reconciler.cluster.SelfReview";

    private static final String DRY_RUNS = "dev.tidemark.reconciler.restore.Prover$DryRuns";

    /** Each library, and the one package that knows it. */
    private static final Map<String, String> LIBRARIES = Map.of(
            "org.eclipse.jgit..", "dev.tidemark.snapshots.git",
            "org.bouncycastle..", "dev.tidemark.snapshots.seal",
            "com.exceptionfactory.jagged..", "dev.tidemark.snapshots.age",
            "org.apache.commons.compress..", "dev.tidemark.snapshots.bundle",
            "org.yaml.snakeyaml..", "dev.tidemark.snapshots.yaml",
            "io.fabric8..", "dev.tidemark.reconciler.cluster",
            "picocli..", "dev.tidemark.reconciler.cli");

    @Test
    void a_library_is_known_to_one_package() {
        LIBRARIES.forEach((library, home) -> noClasses()
                .that()
                .resideOutsideOfPackage(home)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(CODE));
    }

    /** Jackson's trees are the one shared language. */
    @Test
    void a_new_library_is_given_a_package() {
        Stream<String> common = Stream.of(
                "",
                "java..",
                "javax.crypto..",
                "javax.net.ssl..",
                "dev.tidemark..",
                "com.fasterxml.jackson..",
                "org.jspecify.annotations");
        String[] known = Stream.concat(common, LIBRARIES.keySet().stream()).toArray(String[]::new);
        classes().should().onlyDependOnClassesThat(resideInAnyPackage(known)).check(CODE);
    }

    @Test
    void comparing_and_planning_do_nothing_but_compute() {
        noClasses()
                .that()
                .resideInAnyPackage("dev.tidemark.snapshots.diff", "dev.tidemark.snapshots.plan")
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                                "java.io..",
                                "java.net..",
                                "java.nio.file..",
                                "java.nio.channels..",
                                "java.time..",
                                "java.util.concurrent..",
                                "java.util.logging..",
                                "org.slf4j..")
                        .or(named(
                                "java.lang.System",
                                "java.lang.System$Logger",
                                "java.lang.Thread",
                                "java.util.Random",
                                "java.util.UUID",
                                "java.security.SecureRandom",
                                "java.util.random.RandomGenerator")))
                .check(CODE);
    }

    @Test
    void policies_judge_without_disk_network_clock_or_chance() {
        noClasses()
                .that()
                .resideInAPackage("dev.tidemark.policies..")
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                                "java.net..",
                                "java.nio.file..",
                                "java.time..",
                                "dev.tidemark.snapshots.git",
                                "dev.tidemark.snapshots.history",
                                "dev.tidemark.snapshots.seal")
                        .or(named("java.util.Random", "java.util.UUID", "java.security.SecureRandom")))
                .check(CODE);
    }

    @Test
    void the_words_of_a_snapshot_know_nothing_else_of_ours() {
        noClasses()
                .that()
                .resideInAPackage("dev.tidemark.snapshots.model")
                .should()
                .dependOnClassesThat(describe(
                        "are ours and elsewhere",
                        c -> c.getPackageName().startsWith("dev.tidemark")
                                && !c.getPackageName().equals("dev.tidemark.snapshots.model")))
                .check(CODE);
    }

    @Test
    void packages_do_not_depend_on_one_another_in_circles() {
        slices().matching("dev.tidemark.(**)").should().beFreeOfCycles().check(CODE);
    }

    @Test
    void only_the_writer_of_steps_and_its_helpers_write_to_a_cluster() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(STEP_WRITER)
                .and()
                .doNotHaveFullyQualifiedName(RECREATOR)
                .and()
                .doNotHaveFullyQualifiedName(ADOPTER)
                .and()
                .doNotHaveFullyQualifiedName(CLUSTER_KEYS)
                .and()
                .doNotHaveFullyQualifiedName(DISARMER)
                .and()
                .areNotAssignableTo(ClusterWriter.Mode.class)
                .and()
                .areNotAssignableTo(ClusterWriter.class)
                .should()
                .accessField(ClusterWriter.Mode.class, "REAL")
                .because("everything else may only try a write out")
                .check(CODE);
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(STEP_WRITER)
                .and()
                .doNotHaveFullyQualifiedName(RECREATOR)
                .and()
                .doNotHaveFullyQualifiedName(ADOPTER)
                .and()
                .doNotHaveFullyQualifiedName(CLUSTER_KEYS)
                .and()
                .doNotHaveFullyQualifiedName(DISARMER)
                .and()
                .doNotHaveFullyQualifiedName(REMOVAL)
                .and()
                .areNotAssignableTo(DRY_RUNS)
                .should()
                .callMethodWhere(describe(
                        "it is a method of ClusterWriter",
                        call -> call.getTargetOwner().isEquivalentTo(ClusterWriter.class)
                                && !call.getOriginOwner().isEquivalentTo(ClusterWriter.class)))
                .check(CODE);
        noClasses()
                .that()
                .areNotAssignableTo(ClusterWriter.class)
                .and()
                .doNotHaveFullyQualifiedName(SELF_REVIEW)
                .should()
                .callMethodWhere(describe("it sends a write to the API server", call -> call.getTarget()
                        .getFullName()
                        .startsWith("dev.tidemark.reconciler.cluster.ApiServer.send(")))
                .check(CODE);
    }

    /** Records, enums and results are values; what does something behind an interface is made in one place. */
    @Test
    void implementations_are_made_by_their_own_package_or_by_app() {
        noClasses()
                .that()
                .resideOutsideOfPackage(APP)
                .should()
                .callConstructorWhere(describe(
                        "it makes an implementation of another package",
                        call -> implementsOneOfOurs(call.getTargetOwner())
                                && !call.getTargetOwner()
                                        .getPackage()
                                        .equals(call.getOriginOwner().getPackage())))
                .check(CODE);
    }

    @Test
    void what_reaches_outside_or_directs_is_made_by_app() {
        for (Class<?> part : new Class<?>[] {
            SnapshotRepository.class,
            History.class,
            Sealer.class,
            Unsealer.class,
            ManifestSealer.class,
            Resealer.class,
            Normaliser.class,
            Cluster.class,
            KeyHome.class,
            Exporter.class,
            Committer.class,
            Pusher.class,
            Snapshotter.class,
            DriftDetector.class,
            Restorer.class
        }) {
            noClasses()
                    .that()
                    .resideOutsideOfPackages(APP, part.getPackageName())
                    .should()
                    .callCodeUnitWhere(describe(
                            "it makes a " + part.getSimpleName(), call -> call.getTarget().resolveMember().stream()
                                    .anyMatch(made -> makes((JavaCodeUnit) made, part))))
                    .check(CODE);
        }
    }

    @Test
    void every_package_says_that_its_references_are_not_null() {
        assertThat(CODE.stream().map(JavaClass::getPackage).collect(Collectors.toSet()))
                .hasSizeGreaterThan(10)
                .filteredOn(p -> !p.isAnnotatedWith(NullMarked.class))
                .extracting(JavaPackage::getName)
                .isEmpty();
    }

    @Test
    void only_main_ends_the_process() {
        noClasses()
                .that()
                .areNotAssignableTo(Main.class)
                .should()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "halt", int.class)
                .check(CODE);
    }

    @Test
    void only_the_terminal_touches_the_standard_streams() {
        noClasses()
                .that()
                .areNotAssignableTo(Terminal.class)
                .should()
                .accessField(System.class, "in")
                .orShould()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .accessField(FileDescriptor.class, "out")
                .orShould()
                .callMethod(Throwable.class, "printStackTrace")
                .check(CODE);
    }

    private static boolean implementsOneOfOurs(JavaClass made) {
        return !made.isRecord()
                && !made.isEnum()
                && !made.isAnonymousClass()
                && made.getAllRawInterfaces().stream()
                        .anyMatch(i -> i.getPackageName().startsWith("dev.tidemark"));
    }

    private static boolean makes(JavaCodeUnit unit, Class<?> part) {
        boolean factory = unit.getModifiers().contains(JavaModifier.STATIC)
                && unit.getRawReturnType().isEquivalentTo(part);
        return unit.getOwner().isEquivalentTo(part) && (unit.isConstructor() || factory);
    }

    private static DescribedPredicate<JavaClass> named(String... names) {
        return describe(
                "are " + String.join(" or ", names), c -> Stream.of(names).anyMatch(c.getName()::equals));
    }
}
