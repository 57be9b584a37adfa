package dev.tidemark.policies.normalise.rules;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The tables of RULES.md, from the rules themselves. */
final class RulesText {

    static final Path RULE_FILE = Path.of("src/main/resources/dev/tidemark/policies/normalise/rules/rules.yaml");

    private final RuleFile file;

    RulesText(RuleFile file) {
        this.file = file;
    }

    static byte[] ruleFile() throws IOException {
        return Files.readAllBytes(RULE_FILE);
    }

    /** Every reason code that a rule gives. */
    static Stream<String> reasons(RuleFile file) {
        Stream<ObjectRule> objects =
                Stream.of(file.named(), file.objects(), Rules.CODE, file.bare()).flatMap(Collection::stream);
        return Stream.concat(file.skippedTypes().values().stream(), objects.map(ObjectRule::skip))
                .map(Skip::reason)
                .distinct()
                .sorted();
    }

    /** By the name that stands in the marker before the table. */
    Map<String, String> tables() {
        Map<String, String> tables = new LinkedHashMap<>();
        tables.put("version", "Version of the rules: **" + file.version() + "**.\n");
        tables.put("types", types());
        tables.put("names", objects(file.named()));
        tables.put(
                "objects",
                objects(Stream.concat(file.objects().stream(), Rules.CODE.stream())
                        .toList()));
        tables.put("bare", objects(file.bare()));
        tables.put("fields", fields());
        tables.put("lists", lists());
        return tables;
    }

    private String types() {
        Map<Skip, Set<String>> byReason = new LinkedHashMap<>();
        new TreeMap<>(file.skippedTypes()).forEach((type, skip) -> byReason.computeIfAbsent(skip, s -> new TreeSet<>())
                .add(type));
        StringBuilder table = head("reason", "types", "why");
        byReason.forEach((skip, types) -> row(table, code(skip.reason()), kinds(types), skip.why()));
        return table.toString();
    }

    private String objects(List<ObjectRule> rules) {
        StringBuilder table = head("reason", "types", "which", "why");
        for (ObjectRule rule : rules) {
            row(
                    table,
                    code(rule.skip().reason()),
                    kinds(rule.types()),
                    which(rule),
                    rule.skip().why());
        }
        return table.toString();
    }

    private static String which(ObjectRule rule) {
        if (!(rule instanceof ListedObjects listed)) {
            return "[" + rule.getClass().getSimpleName() + "](src/main/java/"
                    + rule.getClass().getName().replace('.', '/') + ".java)";
        }
        List<String> words = new ArrayList<>();
        if (!listed.names().isEmpty()) {
            words.add(codes(listed.names()));
        }
        listed.namespace().ifPresent(namespace -> words.add("in " + code(namespace)));
        words.addAll(conditions(listed.conditions()));
        return String.join(" ", words);
    }

    private String fields() {
        StringBuilder table = head("kinds", "field", "class", "when", "why");
        for (FieldRule rule : file.fields()) {
            row(
                    table,
                    kinds(rule.types()),
                    field(rule),
                    rule.action().name().substring(0, 1),
                    String.join(" ", conditions(rule.conditions())),
                    rule.why());
        }
        return table.toString();
    }

    private static String field(FieldRule rule) {
        String path = code(rule.path().toString());
        return switch (rule.part()) {
            case Part.Whole whole -> path;
            case Part.Entries entries -> path + ": " + codes(entries.keys());
            case Part.Elements elements -> path + " with the " + elements.key() + " " + codes(elements.names());
        };
    }

    private String lists() {
        StringBuilder table = head("kind", "list");
        for (SortedList list : file.sorted()) {
            row(table, kinds(list.types()), code(list.path().toString()));
        }
        return table.toString();
    }

    private static List<String> conditions(Conditions conditions) {
        List<String> words = new ArrayList<>();
        if (!conditions.when().isEmpty()) {
            words.add(conditions.when().stream().map(RulesText::condition).collect(Collectors.joining(" or ")));
        }
        if (!conditions.unless().isEmpty()) {
            words.add("unless "
                    + conditions.unless().stream().map(RulesText::condition).collect(Collectors.joining(" or ")));
        }
        return words;
    }

    private static String condition(Condition condition) {
        return switch (condition) {
            case Condition.Label label -> "label " + code(label.key()) + is(label.is());
            case Condition.Annotation annotation -> "annotation " + code(annotation.key()) + is(annotation.is());
            case Condition.Field field -> code(field.path().toString()) + is(field.is());
        };
    }

    private static String is(TextPattern pattern) {
        return pattern == TextPattern.ANY ? "" : " is " + code(pattern.toString());
    }

    /** The group is named where it is not the API server's own. */
    private String kinds(Set<String> types) {
        return types.stream().sorted().map(this::kind).distinct().collect(Collectors.joining(", "));
    }

    private String kind(String type) {
        int dot = type.indexOf('.');
        boolean builtIn = dot < 0 || file.builtIn().contains(type.substring(dot + 1));
        return type.equals(TypeName.EVERY) ? "every kind" : builtIn && dot >= 0 ? type.substring(0, dot) : type;
    }

    private static String codes(Collection<?> texts) {
        return texts.stream().map(text -> code(text.toString())).collect(Collectors.joining(", "));
    }

    private static String code(String text) {
        return "`" + text + "`";
    }

    private static StringBuilder head(String... columns) {
        StringBuilder table = new StringBuilder();
        row(table, columns);
        return table.append("|---".repeat(columns.length)).append("|\n");
    }

    private static void row(StringBuilder table, String... cells) {
        for (String cell : cells) {
            table.append("| ").append(cell).append(cell.isEmpty() ? "" : " ");
        }
        table.append("|\n");
    }
}
