package dev.tidemark.policies.select;

import static dev.tidemark.policies.select.ExampleTypes.TABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tidemark.snapshots.model.Failure;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SelectionTest {

    @Test
    void a_selection_that_narrows_counts_as_everything() {
        assertThat(Selection.everything().isEverything()).isTrue();
        assertThat(Words.labelled(Selection.everything(), " \t").isEverything()).isTrue();
        assertThat(List.of(
                        Words.objects("deploy/web"),
                        Words.kinds("deploy"),
                        Words.excludes("cm"),
                        Words.namespaces("shop"),
                        Words.labelled(Selection.everything(), "a"),
                        Words.clusterScoped(Selection.everything())))
                .noneMatch(Selection::isEverything);
    }

    @Test
    void a_description_cannot_be_typed_back() {
        assertThat(Selection.everything().describe()).isEqualTo("everything");
        assertThat(Words.inNamespaces(Words.kinds("deployments"), "shop").describe())
                .isEqualTo("-n shop --kind deployments");
        assertThat(new Selection(
                                List.of("deploy/web"),
                                List.of("shop", "prod"),
                                List.of("cm"),
                                "a in (b, c)",
                                true,
                                List.of("ev"))
                        .describe())
                .isEqualTo("deploy/web -n shop -n prod --kind cm -l 'a in (b, c)' --cluster-scoped --exclude ev");
        assertThat(Words.labelled(Selection.everything(), "app=web,tier=db").describe())
                .isEqualTo("-l app=web,tier=db");
    }

    @Test
    void a_description_breaks_the_line_or_the_quotes_around_it() {
        assertThat(Words.labelled(Selection.everything(), "a=b,\nForged: trailer")
                        .describe())
                .isEqualTo("-l 'a=b, Forged: trailer'");
        assertThat(Words.kinds("it's").describe()).isEqualTo("--kind 'it'\\''s'");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    deploymnet                   | Did you mean deployments.apps?
                    Confgmaps                    | Did you mean configmaps?
                    certificates.certmanager.io  | Did you mean certificates.cert-manager.io?
                    deployments.extensions       | Did you mean deployments.apps?
                    eventz                       | Did you mean events?
                    zzzzzz                       | Types are called as by kubectl api-resources, TYPE or TYPE.GROUP.
                    """)
    void an_unknown_type_leaves_the_reader_without_a_next_step(String type, String hint) {
        Failure failure = failure(Words.kinds(type));

        assertThat(failure.reason()).isEqualTo("unknown-type");
        assertThat(failure.tried()).isEqualTo("select --kind " + type);
        assertThat(failure.why()).isEqualTo("no resource type is called '" + type + "'");
        assertThat(failure.hint()).isEqualTo(hint);
    }

    @Test
    void an_unknown_type_is_overlooked_in_objects_or_excludes() {
        assertThat(failure(Words.objects("deploymnt/web")).reason()).isEqualTo("unknown-type");
        assertThat(failure(Words.excludes("deploymnt")).reason()).isEqualTo("unknown-type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"deploy", "deploy/", "/web", "", "deploy/web/x", "deploy/..", "de ploy/web"})
    void a_word_that_is_not_TYPE_slash_NAME_selects_something(String word) {
        assertThat(failure(Words.objects(word)).reason()).isEqualTo("bad-selection");
    }

    @ParameterizedTest
    @ValueSource(strings = {"deploy/web", "", "de ploy", "*"})
    void a_word_that_is_not_TYPE_selects_something(String word) {
        assertThat(failure(Words.kinds(word)).reason()).isEqualTo("bad-selection");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "*", "Shop", "shop.prod", "-shop", "kind/shop"})
    void a_word_that_cannot_be_a_namespace_selects_something(String word) {
        assertThat(failure(Words.namespaces(word)).reason()).isEqualTo("bad-selection");
    }

    @Test
    void a_malformed_label_selector_selects_something() {
        assertThat(failure(Words.labelled(Selection.everything(), "a=b=c")).reason())
                .isEqualTo("bad-selector");
    }

    @Test
    void a_type_that_the_other_words_leave_out_is_silently_dropped() {
        Failure failure = failure(Words.inNamespaces(Words.kinds("deploy", "clusterroles"), "shop"));

        assertThat(failure.reason()).isEqualTo("bad-selection");
        assertThat(failure.why()).startsWith("clusterroles.rbac.authorization.k8s.io is named");
        assertThat(failure.hint()).contains("--cluster-scoped");
        assertThat(failure(Words.clusterScoped(Words.kinds("deploy"))).hint()).contains("-n");
        assertThat(failure(Words.clusterScoped(Words.objects("deploy/web"))).reason())
                .isEqualTo("bad-selection");
    }

    private static Failure failure(Selection selection) {
        Failure failure = catchThrowableOfType(Failure.class, () -> selection.resolve(TABLE));
        assertThat(failure).as(selection.describe()).isNotNull();
        assertThat(failure.outcome()).isEqualTo(Failure.Outcome.USAGE);
        return failure;
    }
}
