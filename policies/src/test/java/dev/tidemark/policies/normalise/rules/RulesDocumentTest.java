package dev.tidemark.policies.normalise.rules;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.policies.normalise.Normalised;
import dev.tidemark.policies.normalise.Normaliser;
import dev.tidemark.policies.normalise.Note;
import dev.tidemark.snapshots.yaml.CanonicalYaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * RULES.md says what the rules do. Its tables stand between {@code <!-- rules: NAME -->} and {@code <!-- /rules -->}; with
 * {@code -Drules.write=true} this test writes them anew, as RULES.md tells under "Where to add a rule".
 */
class RulesDocumentTest {

    private static final Path DOCUMENT = Path.of("RULES.md");
    private static final boolean WRITE = Boolean.getBoolean("rules.write");

    @Test
    void the_document_says_other_than_the_rules() throws IOException {
        String document = Files.readString(DOCUMENT);
        String expected = document;
        for (Map.Entry<String, String> table :
                new RulesText(RuleFile.load()).tables().entrySet()) {
            expected = with(expected, table.getKey(), table.getValue());
        }
        if (WRITE) {
            Files.writeString(DOCUMENT, expected);
            Files.write(RulesText.RULE_FILE, CanonicalYaml.write(CanonicalYaml.read(RulesText.ruleFile())));
        } else {
            assertThat(document).isEqualTo(expected);
        }
    }

    @Test
    void a_code_of_a_report_is_not_explained() throws IOException {
        String document = Files.readString(DOCUMENT, UTF_8);
        Stream<String> others = Stream.of(Normalised.Owned.REASON, Normaliser.DYING, Note.ORPHAN, Note.STATUS_DROPPED);

        assertThat(Stream.concat(RulesText.reasons(RuleFile.load()), others))
                .allSatisfy(code -> assertThat(document).contains("| `" + code + "` |"));
    }

    private static String with(String document, String name, String table) {
        String start = "<!-- rules: " + name + " -->\n";
        int from = document.indexOf(start);
        int to = document.indexOf("<!-- /rules -->", from);
        assertThat(from).as("the marker of the table " + name).isNotNegative();
        return document.substring(0, from + start.length()) + table + document.substring(to);
    }
}
