package dev.tidemark.policies.select;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.snapshots.model.Failure;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelSelectorTest {

    private static final JsonNode WEB = labels(Map.of("app", "web", "tier", "front", "empty", ""));

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    app=web                     | true
                    app==web                    | true
                    app = web , tier = front    | true
                    app=web,tier=back           | false
                    app=db                      | false
                    app!=web                    | false
                    app!=db                     | true
                    owner!=web                  | true
                    app                         | true
                    owner                       | false
                    !owner                      | true
                    ! owner                     | true
                    !app                        | false
                    app in (web,db)             | true
                    app in(web)                 | true
                    app in ( db , cache )       | false
                    owner in (web)              | false
                    app notin (web)             | false
                    app notin (db,cache)        | true
                    owner notin (web)           | true
                    empty=                      | true
                    app=                        | false
                    empty in ()                 | true
                    empty in (a,)               | true
                    app,tier in (front),!owner  | true
                    example.com/app!=web        | true
                    """)
    void labels_are_selected_otherwise_than_kubectl_selects_them(String selector, boolean selected) {
        assertThat(LabelSelector.parse(selector).test(WEB)).isEqualTo(selected);
    }

    @Test
    void an_object_without_labels_is_lost_to_requirements_it_meets() {
        assertThat(LabelSelector.parse("a!=b,c notin (d),!e").test(MissingNode.getInstance()))
                .isTrue();
        assertThat(LabelSelector.parse("a").test(MissingNode.getInstance())).isFalse();
    }

    @Test
    void blank_text_selects_less_than_everything() {
        assertThat(LabelSelector.parse(" ").test(WEB)).isTrue();
        assertThat(LabelSelector.parse("").test(MissingNode.getInstance())).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    app=web,           | at column 9, a label's key is expected
                    ,app=web           | at column 1, a label's key is expected
                    app=web tier=front | at column 9, ',' or the end is expected
                    app like web       | at column 5, one of = == != in notin , is expected after 'app'
                    app>5              | at column 4, one of = == != in notin , is expected after 'app'
                    app in web         | at column 8, '(' is expected
                    app in (web        | at column 12, ',' or ')' is expected
                    app in (web))      | at column 13, ',' or the end is expected
                    -app=web           | at column 1, '-app' cannot be a label's key
                    a/b/c=web          | at column 1, 'a/b/c' cannot be a label's key
                    Ex/app             | at column 1, 'Ex/app' cannot be a label's key
                    /app               | at column 1, '/app' cannot be a label's key
                    app=we*b           | at column 5, 'we*b' cannot be a label's value
                    !                  | at column 2, a label's key is expected
                    """)
    void a_malformed_selector_is_taken_for_something_else(String selector, String why) {
        Failure failure = catchThrowableOfType(Failure.class, () -> LabelSelector.parse(selector));

        assertThat(failure.reason()).isEqualTo("bad-selector");
        assertThat(failure.outcome()).isEqualTo(Failure.Outcome.USAGE);
        assertThat(failure.why()).isEqualTo(why);
    }

    @Test
    void two_spellings_of_one_selector_differ() {
        assertThat(LabelSelector.parse("a in (c, b, c)")).isEqualTo(LabelSelector.parse("a in (b,c)"));
        assertThat(LabelSelector.parse("a in (b)")).isEqualTo(LabelSelector.parse("a == b"));
        assertThat(LabelSelector.parse(" a notin (b) , c ")).hasToString("a!=b,c");
        assertThat(LabelSelector.parse("a").requirements()).isEqualTo(List.of(new Requirement.Present("a")));
    }

    static JsonNode labels(Map<String, String> labels) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        labels.forEach(node::put);
        return node;
    }
}
