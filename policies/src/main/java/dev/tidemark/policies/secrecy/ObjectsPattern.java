package dev.tidemark.policies.secrecy;

import dev.tidemark.snapshots.model.ResourceId;
import dev.tidemark.snapshots.model.ResourceType;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Some objects, which a policy names although the cluster may not serve their type yet. Of {@code namespaces} and
 * {@code names} none means all.
 *
 * @param kinds types as {@code TYPE[.GROUP]}, where TYPE is the plural or the kind, in any letter case
 * @param namespaces namespaces
 * @param names names, in which {@code *} is any text
 */
public record ObjectsPattern(List<String> kinds, List<String> namespaces, List<String> names) {

    public ObjectsPattern {
        kinds = List.copyOf(kinds);
        namespaces = List.copyOf(namespaces);
        names = List.copyOf(names);
    }

    boolean test(ResourceId id) {
        return isOfKind(id)
                && (namespaces.isEmpty() || namespaces.contains(id.namespace()))
                && (names.isEmpty() || names.stream().anyMatch(name -> matches(name, id.name())));
    }

    private boolean isOfKind(ResourceId id) {
        for (String kind : kinds) {
            if (names(kind, id.group(), id.resource(), id.kind())) {
                return true;
            }
        }
        return false;
    }

    /** The types named without a group that are none of {@code types}: with one, its definition may come later. */
    Stream<String> unknown(List<ResourceType> types) {
        return kinds.stream().filter(kind -> kind.indexOf('.') < 0).filter(kind -> types.stream()
                .noneMatch(type -> names(kind, type.group(), type.resource(), type.kind())));
    }

    private static boolean names(String text, String group, String resource, String kind) {
        return names(text, group, resource) || names(text, group, kind);
    }

    private static boolean names(String text, String group, String type) {
        int length = type.length();
        return text.regionMatches(true, 0, type, 0, length)
                && (text.length() == length
                        || (text.charAt(length) == '.'
                                && text.substring(length + 1).equalsIgnoreCase(group)));
    }

    private static boolean matches(String pattern, String name) {
        return Pattern.matches(
                Stream.of(pattern.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")), name);
    }
}
