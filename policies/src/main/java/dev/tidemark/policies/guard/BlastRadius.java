package dev.tidemark.policies.guard;

import dev.tidemark.snapshots.model.ResourceId;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Stops a prune that would delete more than a person is likely to mean. */
public final class BlastRadius {

    private static final int MOST = 50;
    /** Fewer than these are never too large a part. */
    private static final int FEW = 5;

    private static final int LARGEST_PART_PERCENT = 10;
    /** A type or namespace of this size is not to be emptied by the way. */
    private static final int WORTH_ASKING = 10;

    private BlastRadius() {}

    /** Why {@code deletes} are too many of the {@code live} objects in scope; empty when they are not. */
    public static Optional<String> exceeded(Collection<ResourceId> deletes, Collection<ResourceId> live) {
        int count = deletes.size();
        if (count > MOST) {
            return Optional.of("it would delete " + count + " objects, more than " + MOST);
        }
        if (count > FEW && count * 100L > (long) live.size() * LARGEST_PART_PERCENT) {
            return Optional.of("it would delete " + count + " of the " + live.size() + " objects in scope, more than "
                    + LARGEST_PART_PERCENT + " %");
        }
        return emptied("type", ResourceId::qualifiedType, deletes, live)
                .or(() -> emptied("namespace", ResourceId::namespace, deletes, live));
    }

    private static Optional<String> emptied(
            String what, Function<ResourceId, String> of, Collection<ResourceId> deletes, Collection<ResourceId> live) {
        Map<String, Long> sizes = live.stream().collect(Collectors.groupingBy(of, HashMap::new, Collectors.counting()));
        Set<ResourceId> going = new HashSet<>(deletes);
        Map<String, Long> left = live.stream()
                .filter(id -> !going.contains(id))
                .collect(Collectors.groupingBy(of, HashMap::new, Collectors.counting()));
        List<String> emptied = sizes.entrySet().stream()
                .filter(e -> !e.getKey().isEmpty() && e.getValue() >= WORTH_ASKING && !left.containsKey(e.getKey()))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
        return emptied.isEmpty()
                ? Optional.empty()
                : Optional.of("it would empty the " + what + " " + String.join(", ", emptied));
    }
}
