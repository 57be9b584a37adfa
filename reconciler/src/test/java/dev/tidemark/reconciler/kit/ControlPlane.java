package dev.tidemark.reconciler.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Executable;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests a real control plane, as parameters of constructors, test methods and their before and after methods:
 *
 * <ul>
 *   <li>{@link TestCluster}: the one that all tests of the run share, with Nodes that report Pods as running; or, marked
 *       {@link Empty}, one of the class's own
 *   <li>{@link Kubectl}: its administrator
 *   <li>{@link Namespace}: a fresh one for each parameter, deleted after the test
 *   <li>{@link Tidemark}: the program with a repository of this test's own, not yet made
 * </ul>
 *
 * A test on the shared cluster keeps to its namespaces: others leave their traces in the rest of it.
 */
public final class ControlPlane implements ParameterResolver, ExecutionCondition {

    private static final ExtensionContext.Namespace STORE = ExtensionContext.Namespace.create(ControlPlane.class);
    private static final Set<Class<?>> GIVEN =
            Set.of(TestCluster.class, Kubectl.class, Namespace.class, Tidemark.class);

    /** Skips what needs an empty cluster where there cannot be one; a parameter could no longer skip a test, only fail it. */
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        Stream<? extends Executable> executables = context.getTestMethod().isPresent()
                ? context.getTestMethod().stream()
                : Arrays.stream(context.getRequiredTestClass().getDeclaredConstructors());
        boolean needsEmpty = executables
                .flatMap(executable -> Arrays.stream(executable.getParameters()))
                .anyMatch(parameter -> parameter.isAnnotationPresent(Empty.class));
        return needsEmpty && !Program.absenceFails() && choice(context).single()
                ? ConditionEvaluationResult.disabled(ClusterChoice.SINGLE)
                : ConditionEvaluationResult.enabled("");
    }

    /** So that what is made for a constructor's parameters lasts as long as one test. */
    @Override
    public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext rootContext) {
        return ExtensionContextScope.TEST_METHOD;
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return GIVEN.contains(parameter.getParameter().getType());
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        if (type == TestCluster.class) {
            return parameter.isAnnotated(Empty.class) ? empty(context) : shared(context);
        }
        if (type == Kubectl.class) {
            return shared(context).kubectl();
        }
        return type == Namespace.class ? namespace(shared(context), context) : tidemark(context);
    }

    private static ClusterChoice choice(ExtensionContext context) {
        return store(context.getRoot())
                .getOrComputeIfAbsent(ClusterChoice.class, key -> new ClusterChoice(), ClusterChoice.class);
    }

    private static TestCluster shared(ExtensionContext context) {
        return store(context.getRoot())
                .getOrComputeIfAbsent(TestCluster.class, key -> choice(context).shared(), TestCluster.class);
    }

    private static TestCluster empty(ExtensionContext context) {
        ExtensionContext ofClass = context;
        while (ofClass.getTestMethod().isPresent()) {
            ofClass = ofClass.getParent().orElseThrow();
        }
        return store(ofClass)
                .getOrComputeIfAbsent(Empty.class, key -> choice(context).empty(), TestCluster.class);
    }

    private static Namespace namespace(TestCluster cluster, ExtensionContext context) {
        Namespace namespace = cluster.newNamespace();
        AutoCloseable afterwards = () -> cluster.discard(namespace);
        store(context).put(namespace, afterwards);
        return namespace;
    }

    /** The same for every parameter of one test. */
    private static Tidemark tidemark(ExtensionContext context) {
        return store(context).getOrComputeIfAbsent(Tidemark.class, key -> newTidemark(shared(context)), Tidemark.class);
    }

    private static Tidemark newTidemark(TestCluster cluster) {
        try {
            return Tidemark.in(Files.createTempDirectory("tidemark-"), cluster);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Store store(ExtensionContext context) {
        return context.getStore(STORE);
    }
}
