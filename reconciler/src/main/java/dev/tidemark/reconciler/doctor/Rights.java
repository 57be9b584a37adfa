package dev.tidemark.reconciler.doctor;

import dev.tidemark.reconciler.cluster.Cluster;
import dev.tidemark.reconciler.cluster.Listing;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** What the account may do with the lists of a snapshot, or rather may not. */
final class Rights {

    private static final int AT_ONCE = 8;

    private final Cluster cluster;

    Rights(Cluster cluster) {
        this.cluster = cluster;
    }

    /** Those of {@code listings} with whose objects it may not do all of {@code verbs}. */
    List<Listing> lacking(List<Listing> listings, List<String> verbs) {
        if (cluster.mayEverything()) {
            return List.of();
        }
        List<Listing> lacking = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<Boolean>> answers = listings.stream()
                    .map(listing -> threads.submit(() -> verbs.stream().allMatch(verb -> cluster.may(verb, listing))))
                    .toList();
            for (int i = 0; i < listings.size(); i++) {
                if (!answer(answers.get(i))) {
                    lacking.add(listings.get(i));
                }
            }
        }
        return lacking;
    }

    private static boolean answer(Future<Boolean> asked) {
        try {
            return asked.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException problem ? problem : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** How many types {@code listings} are of. */
    static int types(List<Listing> listings) {
        return (int)
                listings.stream().map(l -> l.type().qualifiedName()).distinct().count();
    }

    /** For people: the types, and their namespaces where only those are listed. */
    static List<String> names(List<Listing> listings) {
        return listings.stream()
                .map(l -> l.type().qualifiedName() + (l.namespace().isEmpty() ? "" : " in " + l.namespace()))
                .toList();
    }
}
