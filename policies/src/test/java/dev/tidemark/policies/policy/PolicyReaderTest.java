package dev.tidemark.policies.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tidemark.policies.secrecy.FieldPattern;
import dev.tidemark.policies.secrecy.ObjectFields;
import dev.tidemark.policies.secrecy.ObjectsPattern;
import dev.tidemark.policies.select.Selection;
import dev.tidemark.snapshots.model.Failure;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyReaderTest {

    private static final Map<String, String> ENVIRONMENT = Map.of("TEAM", "shop", "NESTED", "${env:TEAM}", "EMPTY", "");

    private static final String HEAD = """
            apiVersion: tidemark.dev/v1
            kind: BackupPolicy
            metadata: {name: nightly}
            """;

    @Test
    void a_field_of_a_selection_is_dropped() {
        BackupPolicy policy = read(HEAD + """
                spec:
                  components:
                    - name: platform
                      select: {clusterScoped: true, namespaces: [kube-system, "${env:TEAM}-infra"]}
                    - name: applications
                      select:
                        kinds: [deployments, certificates.cert-manager.io]
                        labels: "team in (${env:TEAM}),!legacy"
                        exclude: [events, configmaps/kube-root-ca.crt]
                    - name: all
                """);

        assertThat(policy.name()).isEqualTo("nightly");
        assertThat(policy.components())
                .containsExactly(
                        new Component(
                                "platform",
                                new Selection(
                                        List.of(),
                                        List.of("kube-system", "shop-infra"),
                                        List.of(),
                                        "",
                                        true,
                                        List.of())),
                        new Component(
                                "applications",
                                new Selection(
                                        List.of(),
                                        List.of(),
                                        List.of("deployments", "certificates.cert-manager.io"),
                                        "team in (shop),!legacy",
                                        false,
                                        List.of("events", "configmaps/kube-root-ca.crt"))),
                        new Component("all", Selection.everything()));
    }

    @Test
    void the_source_is_kept_with_the_environment_in_it() {
        String yaml = HEAD + "spec: {components: [{name: \"${env:TEAM}\"}]} # as written\n";

        assertThat(new String(read(yaml).source(), StandardCharsets.UTF_8)).isEqualTo(yaml);
        assertThat(read(yaml).components().getFirst().name()).isEqualTo("shop");
    }

    @Test
    void only_the_first_problem_is_told() {
        Failure failure = failure("""
                apiVersion: tidemark.dev/v2
                kind: BackupPolicy
                metadata: {nam: nightly}
                spec:
                  destinations: []
                  components:
                    - name: Web
                      schedule: {cron: "0 * * * *"}
                    - name: shop
                      select: {kinds: [deploy/web], namespace: [a], namespaces: [x, "${env:UNSET}"], labels: "a=b=c"}
                """);

        assertThat(failure.reason()).isEqualTo("bad-policy");
        assertThat(failure.outcome()).isEqualTo(Failure.Outcome.USAGE);
        assertThat(failure.tried()).isEqualTo("read the policy backup.yaml");
        assertThat(what(failure).lines())
                .containsExactly(
                        "apiVersion is 'tidemark.dev/v2', not tidemark.dev/v1",
                        "metadata.nam is not known: did you mean name?",
                        "metadata.name is missing",
                        "spec.destinations is not part of this version",
                        "spec.components[0].schedule is not part of this version",
                        "spec.components[0].name is 'Web', not at most 63 of a-z, 0-9 and -",
                        "spec.components[1].select.namespace is not known: did you mean namespaces?",
                        "spec.components[1].select.namespaces[1] needs the environment variable UNSET, which is not set",
                        "spec.components[1].select.kinds[0]: read the selection 'deploy/web': it is not TYPE[.GROUP]",
                        "spec.components[1].select.labels: read the label selector 'a=b=c': at column 4, ',' or the end"
                                + " is expected");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "source",
                "schedule",
                "objectives",
                "retention",
                "destinations",
                "hooks",
                "signing",
                "durability",
                "remotes",
                "drift",
                "notifications"
            })
    void a_promise_of_a_later_version_is_accepted_and_not_kept(String field) {
        assertThat(what(failure(HEAD + "spec: {components: [{name: a}], " + field + ": {x: y}}")))
                .isEqualTo("spec." + field + " is not part of this version");
        assertThat(what(failure(HEAD + "spec: {components: [{name: a, " + field + ": [x]}]}")))
                .isEqualTo("spec.components[0]." + field + " is not part of this version");
    }

    @Test
    void a_sensitive_field_is_dropped() {
        BackupPolicy policy = read(HEAD + """
                spec:
                  components: [{name: a}]
                  secrets:
                    sensitive:
                      - kinds: [configmaps]
                        namespaces: ["${env:TEAM}"]
                        names: [app-*]
                        fields: [".data.password", ".data[app.properties]"]
                      - {kinds: [databases.example.com], fields: [.spec.password]}
                    allow:
                      - {kinds: [ingresses], fields: [.metadata.annotations]}
                """);

        assertThat(policy.secrets().sensitive().rules())
                .containsExactly(
                        new ObjectFields(
                                new ObjectsPattern(List.of("configmaps"), List.of("shop"), List.of("app-*")),
                                List.of(
                                        FieldPattern.parse(".data.password"),
                                        FieldPattern.parse(".data[app.properties]"))),
                        new ObjectFields(
                                new ObjectsPattern(List.of("databases.example.com"), List.of(), List.of()),
                                List.of(FieldPattern.parse(".spec.password"))));
        assertThat(policy.secrets().allow().rules())
                .containsExactly(new ObjectFields(
                        new ObjectsPattern(List.of("ingresses"), List.of(), List.of()),
                        List.of(FieldPattern.parse(".metadata.annotations"))));
    }

    @Test
    void only_the_first_problem_of_the_secrets_is_told() {
        Failure failure = failure(HEAD + """
                spec:
                  components: [{name: a}]
                  secrets:
                    certificate: controller
                    sensitve: []
                    sensitive:
                      - {kinds: [secrets, a/b], fields: [data.password]}
                      - {field: [.a]}
                """);

        assertThat(what(failure).lines())
                .containsExactly(
                        "spec.secrets.certificate is not part of this version",
                        "spec.secrets.sensitve is not known: did you mean sensitive?",
                        "spec.secrets.sensitive[0].kinds[0]: read the kind secrets: every value of a Secret is sealed in any case",
                        "spec.secrets.sensitive[0].kinds[1]: read the selection 'a/b': it is not TYPE[.GROUP]",
                        "spec.secrets.sensitive[0].fields[0]: read the field 'data.password': it is not a field as tidemark"
                                + " diff names it",
                        "spec.secrets.sensitive[1].field is not known: did you mean fields?",
                        "spec.secrets.sensitive[1].kinds is missing",
                        "spec.secrets.sensitive[1].fields is missing");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {components: []}                                    | spec.components is an empty list
                    {components: {name: a}}                             | spec.components must be a list
                    {}                                                  | spec.components is missing
                    {components: [a]}                                   | spec.components[0] must be a mapping
                    {components: [{}]}                                  | spec.components[0].name is missing
                    {components: [{name: a}, {name: a}]}                | spec.components[1].name is 'a', as an earlier component's
                    {components: [{name: 7}]}                           | spec.components[0].name must be text: quote it
                    {components: [{name: [a]}]}                         | spec.components[0].name must be text
                    {components: [{name: ''}]}                          | spec.components[0].name is empty
                    {components: [{name: a, select: [x]}]}              | spec.components[0].select must be a mapping
                    {components: [{name: a, select: }]}                 | spec.components[0].select must be a mapping
                    {components: [{name: a, select: {clusterScoped: 'true'}}]} | spec.components[0].select.clusterScoped must be true or false
                    {components: [{name: a, select: {zzz: 1}}]}         | spec.components[0].select.zzz is not known here: the fields are namespaces, kinds, labels, clusterScoped, exclude
                    """)
    void a_wrong_shape_is_read_as_something(String spec, String why) {
        assertThat(what(failure(HEAD + "spec: " + spec))).isEqualTo(why);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    namespaces: []                | namespaces is an empty list
                    kinds: []                     | kinds is an empty list
                    namespaces: ["${env:EMPTY}"]  | namespaces[0] is empty
                    labels: "${env:EMPTY}"        | labels is empty
                    namespaces:                   | namespaces must be a list
                    """)
    void a_selection_that_came_out_empty_becomes_everything(String field, String why) {
        assertThat(what(failure(HEAD + "spec: {components: [{name: a, select: {" + field + "}}]}")))
                .isEqualTo("spec.components[0].select." + why);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ${env:}      | contains ${env:}, but ${env:NAME} is the only substitution
                    ${TEAM}      | contains ${TEAM}, but ${env:NAME} is the only substitution
                    ${file:x}    | contains ${file:x}, but ${env:NAME} is the only substitution
                    a-${env:TEAM | opens ${ without closing it
                    """)
    void another_substitution_is_taken_as_text(String name, String why) {
        assertThat(what(failure(HEAD + "spec: {components: [{name: \"" + name + "\"}]}")))
                .isEqualTo("spec.components[0].name " + why);
    }

    @Test
    void a_value_from_the_environment_is_expanded_again() {
        assertThat(what(failure(HEAD + "spec: {components: [{name: \"${env:NESTED}\"}]}")))
                .contains("is '${env:TEAM}'");
    }

    @Test
    void malformed_YAML_names_neither_the_policy_nor_the_place() {
        Failure failure = failure("a: 1\na: 2\n");

        assertThat(failure.reason()).isEqualTo("bad-policy");
        assertThat(failure.tried()).isEqualTo("read the policy backup.yaml");
        assertThat(failure.why()).isEqualTo("backup.yaml:2: a key comes twice");
    }

    private static BackupPolicy read(String yaml) {
        return PolicyReader.read(yaml.getBytes(StandardCharsets.UTF_8), "backup.yaml", ENVIRONMENT::get);
    }

    /** Without the places, which BrokenPoliciesTest looks at. */
    private static String what(Failure failure) {
        return failure.why().replaceAll("(?m)^backup\\.yaml:\\d+: ", "");
    }

    private static Failure failure(String yaml) {
        Failure failure = catchThrowableOfType(Failure.class, () -> read(yaml));
        assertThat(failure).as(yaml).isNotNull();
        return failure;
    }
}
