package dev.tidemark.policies.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.snapshots.model.ResourceType;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One row for each thing that a rule tells apart: kind, spec, status, and what follows from them. */
class ReadyRulesTest {

    private static final ObjectMapper LENIENT = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES, JsonReadFeature.ALLOW_SINGLE_QUOTES)
            .build();

    private static ResourceType type(String groupAndKind) {
        int slash = groupAndKind.indexOf('/');
        String kind = groupAndKind.substring(slash + 1);
        return new ResourceType(groupAndKind.substring(0, slash), "v1", kind, kind, "", List.of(), true, true);
    }

    private static ObjectNode json(String text) {
        try {
            return (ObjectNode) LENIENT.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }

    /** At generation 2. */
    private static ObjectNode object(String spec, String status) {
        ObjectNode live = json("{metadata: {name: 'x', generation: 2}}");
        live.set("spec", json("{" + spec + "}"));
        live.set("status", json("{" + status + "}"));
        return live;
    }

    private static String verdict(String kind, ObjectNode live, String... asked) {
        Set<ResourceType> more =
                Set.of(asked).stream().map(ReadyRulesTest::type).collect(Collectors.toSet());
        return switch (new ReadyRules(more, "late"::equals).of(type(kind), live)) {
            case Readiness.Ready ready -> "ready";
            case Readiness.Suspended suspended -> "suspended";
            case Readiness.NotYet notYet -> "not yet: " + notYet.why();
            case Readiness.Failed failed -> "failed: " + failed.why();
        };
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            replicas: 2 | observedGeneration: 2, replicas: 2, updatedReplicas: 2, availableReplicas: 2 | ready
            replicas: 0 | observedGeneration: 2 | ready
            replicas: 2 | observedGeneration: 1, replicas: 2, updatedReplicas: 2, availableReplicas: 2 | not yet: its controller has not looked at it yet
            replicas: 2 | | not yet: its controller has not looked at it yet
            replicas: 2 | observedGeneration: 2, replicas: 2, updatedReplicas: 1, availableReplicas: 2 | not yet: 1 of 2 updated
            replicas: 2 | observedGeneration: 2, replicas: 3, updatedReplicas: 2, availableReplicas: 3 | not yet: 1 old replicas still there
            replicas: 2 | observedGeneration: 2, replicas: 2, updatedReplicas: 2, availableReplicas: 1 | not yet: 1 of 2 available
            replicas: 2, paused: true | observedGeneration: 2 | suspended
            replicas: 2 | observedGeneration: 2, conditions: [{type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded', message: 'timed out'}] | failed: Progressing=False (ProgressDeadlineExceeded: timed out)
            replicas: 2 | observedGeneration: 2, conditions: [{type: 'ReplicaFailure', status: 'True', message: 'quota'}] | failed: ReplicaFailure=True (quota)
            replicas: 2 | observedGeneration: 1, conditions: [{type: 'Progressing', status: 'False'}] | not yet: its controller has not looked at it yet
            """)
    void a_deployment(String spec, String status, String verdict) {
        assertThat(verdict("apps/Deployment", object(spec, orNothing(status)))).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            replicas: 2 | observedGeneration: 2, replicas: 2, readyReplicas: 2, updateRevision: 'b', currentRevision: 'b' | ready
            replicas: 2 | | not yet: its controller has not looked at it yet
            replicas: 2 | observedGeneration: 2, replicas: 1, readyReplicas: 1 | not yet: 1 of 2 ready
            replicas: 2 | observedGeneration: 2, replicas: 3, readyReplicas: 3 | not yet: 1 replicas too many
            replicas: 2 | observedGeneration: 2, replicas: 2, readyReplicas: 2, updateRevision: 'b', currentRevision: 'a' | not yet: the present template is being rolled out
            replicas: 3, updateStrategy: {rollingUpdate: {partition: 2}} | observedGeneration: 2, replicas: 3, readyReplicas: 3, updatedReplicas: 0, updateRevision: 'b', currentRevision: 'a' | not yet: 0 of 1 updated
            replicas: 3, updateStrategy: {rollingUpdate: {partition: 2}} | observedGeneration: 2, replicas: 3, readyReplicas: 3, updatedReplicas: 1, updateRevision: 'b', currentRevision: 'a' | ready
            replicas: 2, updateStrategy: {type: 'OnDelete'} | observedGeneration: 2, replicas: 2, readyReplicas: 1 | ready
            """)
    void a_stateful_set(String spec, String status, String verdict) {
        assertThat(verdict("apps/StatefulSet", object(spec, orNothing(status)))).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            | observedGeneration: 2, desiredNumberScheduled: 3, updatedNumberScheduled: 3, numberAvailable: 3 | ready
            | observedGeneration: 2, desiredNumberScheduled: 0 | ready
            | desiredNumberScheduled: 0 | not yet: its controller has not looked at it yet
            | observedGeneration: 2, desiredNumberScheduled: 3, updatedNumberScheduled: 1, numberAvailable: 3 | not yet: 1 of 3 updated
            | observedGeneration: 2, desiredNumberScheduled: 3, updatedNumberScheduled: 3, numberAvailable: 2 | not yet: 2 of 3 available
            updateStrategy: {type: 'OnDelete'} | observedGeneration: 2, desiredNumberScheduled: 3 | ready
            """)
    void a_daemon_set(String spec, String status, String verdict) {
        assertThat(verdict("apps/DaemonSet", object(orNothing(spec), status))).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            replicas: 2 | observedGeneration: 2, availableReplicas: 2 | ready
            replicas: 2 | observedGeneration: 2, availableReplicas: 1 | not yet: 1 of 2 available
            replicas: 2 | | not yet: its controller has not looked at it yet
            replicas: 2 | observedGeneration: 2, conditions: [{type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate'}] | failed: ReplicaFailure=True (FailedCreate)
            """)
    void a_bare_replica_set_or_controller(String spec, String status, String verdict) {
        assertThat(verdict("apps/ReplicaSet", object(spec, orNothing(status)))).isEqualTo(verdict);
        assertThat(verdict("/ReplicationController", object(spec, orNothing(status))))
                .isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            phase: 'Running', conditions: [{type: 'Ready', status: 'True'}] | ready
            phase: 'Succeeded', conditions: [{type: 'Ready', status: 'False'}] | ready
            phase: 'Failed', reason: 'Evicted' | failed: its phase is Failed (Evicted)
            phase: 'Pending' | not yet: its phase is Pending
            phase: 'Pending', conditions: [{type: 'PodScheduled', status: 'False', reason: 'Unschedulable'}] | not yet: PodScheduled=False (Unschedulable)
            phase: 'Running', conditions: [{type: 'Ready', status: 'False', reason: 'ContainersNotReady'}] | not yet: Ready=False (ContainersNotReady)
            phase: 'Pending', containerStatuses: [{name: 'web', state: {waiting: {reason: 'ErrImagePull'}}}] | failed: container web: ErrImagePull
            phase: 'Running', containerStatuses: [{name: 'web', state: {waiting: {reason: 'CrashLoopBackOff'}}}] | failed: container web: CrashLoopBackOff
            phase: 'Pending', initContainerStatuses: [{name: 'init', state: {waiting: {reason: 'CreateContainerConfigError'}}}] | failed: container init: CreateContainerConfigError
            phase: 'Pending', containerStatuses: [{name: 'web', state: {waiting: {reason: 'ContainerCreating'}}}] | not yet: its phase is Pending
            """)
    void a_pod(String status, String verdict) {
        assertThat(verdict("/Pod", object("", status))).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            completions: 2 | | ready | not yet: 0 of 2 completed
            completions: 2 | succeeded: 1 | ready | not yet: 1 of 2 completed
            | conditions: [{type: 'Complete', status: 'True'}] | ready | ready
            suspend: true | | suspended | suspended
            | conditions: [{type: 'Failed', status: 'True', reason: 'BackoffLimitExceeded'}] | failed: Failed=True (BackoffLimitExceeded) | failed: Failed=True (BackoffLimitExceeded)
            """)
    void a_job(String spec, String status, String verdict, String whenAsked) {
        ObjectNode live = object(orNothing(spec), orNothing(status));
        assertThat(verdict("batch/Job", live)).isEqualTo(verdict);
        assertThat(verdict("batch/Job", live, "batch/Job")).isEqualTo(whenAsked);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            storageClassName: 'fast' | phase: 'Bound' | ready
            storageClassName: 'fast' | phase: 'Pending' | not yet: its phase is Pending
            storageClassName: 'fast' | | not yet: its phase is Pending
            storageClassName: 'late' | phase: 'Pending' | ready
            storageClassName: 'late', volumeName: 'pv' | phase: 'Pending' | not yet: its phase is Pending
            | phase: 'Pending' | not yet: its phase is Pending
            storageClassName: 'late' | phase: 'Lost' | failed: its volume is lost
            """)
    void a_claim(String spec, String status, String verdict) {
        assertThat(verdict("/PersistentVolumeClaim", object(orNothing(spec), orNothing(status))))
                .isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            clusterIP: '10.0.0.1' | | ready | ready
            clusterIP: 'None' | | ready | ready
            type: 'ExternalName' | | ready | ready
            type: 'ClusterIP' | | not yet: it has no cluster IP | not yet: it has no cluster IP
            type: 'LoadBalancer', clusterIP: '10.0.0.1' | loadBalancer: {} | ready | not yet: its load balancer has no address
            type: 'LoadBalancer', clusterIP: '10.0.0.1' | loadBalancer: {ingress: [{ip: '1.2.3.4'}]} | ready | ready
            """)
    void a_service(String spec, String status, String verdict, String whenAsked) {
        ObjectNode live = object(spec, orNothing(status));
        assertThat(verdict("/Service", live)).isEqualTo(verdict);
        assertThat(verdict("/Service", live, "/Service")).isEqualTo(whenAsked);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            | ready | not yet: its load balancer has no address
            loadBalancer: {ingress: [{hostname: 'lb'}]} | ready | ready
            """)
    void an_ingress(String status, String verdict, String whenAsked) {
        ObjectNode live = object("", orNothing(status));
        assertThat(verdict("networking.k8s.io/Ingress", live)).isEqualTo(verdict);
        assertThat(verdict("networking.k8s.io/Ingress", live, "networking.k8s.io/Ingress"))
                .isEqualTo(whenAsked);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            | ready | not yet: it has no metrics
            conditions: [{type: 'AbleToScale', status: 'True'}, {type: 'ScalingActive', status: 'True'}] | ready | ready
            conditions: [{type: 'AbleToScale', status: 'True'}, {type: 'ScalingActive', status: 'False', reason: 'FailedGetResourceMetric'}] | ready | not yet: ScalingActive=False (FailedGetResourceMetric)
            conditions: [{type: 'ScalingActive', status: 'False', reason: 'InvalidSelector'}] | ready | failed: ScalingActive=False (InvalidSelector)
            conditions: [{type: 'AbleToScale', status: 'False', reason: 'FailedGetScale'}] | not yet: AbleToScale=False (FailedGetScale) | not yet: AbleToScale=False (FailedGetScale)
            """)
    void an_autoscaler(String status, String verdict, String whenAsked) {
        ObjectNode live = object("", orNothing(status));
        String kind = "autoscaling/HorizontalPodAutoscaler";
        assertThat(verdict(kind, live)).isEqualTo(verdict);
        assertThat(verdict(kind, live, kind)).isEqualTo(whenAsked);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            conditions: null | not yet: it is not established
            conditions: [{type: 'NamesAccepted', status: 'True'}, {type: 'Established', status: 'False', reason: 'Installing'}] | not yet: Established=False (Installing)
            conditions: [{type: 'NamesAccepted', status: 'True'}, {type: 'Established', status: 'True'}] | ready
            conditions: [{type: 'NamesAccepted', status: 'False', reason: 'ListKindConflict'}] | failed: NamesAccepted=False (ListKindConflict)
            """)
    void a_definition(String status, String verdict) {
        assertThat(verdict("apiextensions.k8s.io/CustomResourceDefinition", object("", status)))
                .isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            | not yet: its server has not been asked yet
            conditions: [{type: 'Available', status: 'False', reason: 'MissingEndpoints'}] | not yet: Available=False (MissingEndpoints)
            conditions: [{type: 'Available', status: 'True'}] | ready
            """)
    void an_api_service(String status, String verdict) {
        assertThat(verdict("apiregistration.k8s.io/APIService", object("", orNothing(status))))
                .isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            | not yet: no controller has opened it yet
            conditions: [{type: 'Synced', status: 'True'}] | ready
            conditions: [{type: 'Synced', status: 'False', message: 'no key could decrypt secret (a)'}] | failed: Synced=False (no key could decrypt secret (a))
            """)
    void a_sealed_secret(String status, String verdict) {
        assertThat(verdict("bitnami.com/SealedSecret", object("", orNothing(status))))
                .isEqualTo(verdict);
    }

    @Test
    void a_namespace() {
        assertThat(verdict("/Namespace", object("", "phase: 'Active'"))).isEqualTo("ready");
        assertThat(verdict("/Namespace", object("", "phase: 'Terminating'")))
                .isEqualTo("not yet: its phase is Terminating");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            | ready
            conditions: [{type: 'Ready', status: 'True'}] | ready
            conditions: [{type: 'Available', status: 'True'}] | ready
            conditions: [{type: 'Degraded', status: 'True'}] | ready
            observedGeneration: 1, conditions: [{type: 'Ready', status: 'True'}] | not yet: its controller has not looked at it yet
            conditions: [{type: 'Ready', status: 'True', observedGeneration: 1}] | not yet: its controller has not looked at it yet
            conditions: [{type: 'Ready', status: 'False', reason: 'Progressing'}] | not yet: Ready=False (Progressing)
            conditions: [{type: 'Ready', status: 'Unknown'}] | not yet: Ready=Unknown
            conditions: [{type: 'Ready', status: 'False', reason: 'Failed', message: 'no quota'}] | failed: Ready=False (Failed: no quota)
            conditions: [{type: 'Ready', status: 'False', reason: 'BuildFailed'}, {type: 'Stalled', status: 'True'}] | failed: Ready=False (BuildFailed)
            conditions: [{type: 'Ready', status: 'False'}, {type: 'Stalled', status: 'False'}] | not yet: Ready=False
            """)
    void a_custom_resource(String status, String verdict) {
        assertThat(verdict("shop.example.com/Campaign", object("", orNothing(status))))
                .isEqualTo(verdict);
    }

    @Test
    void what_is_being_deleted_is_not_ready_whatever_its_status_says() {
        ObjectNode live = object("", "phase: 'Active'");
        live.withObject("/metadata").put("deletionTimestamp", "2026-01-01T00:00:00Z");
        assertThat(verdict("/Namespace", live)).isEqualTo("not yet: it is being deleted");
        assertThat(verdict("/ConfigMap", live)).isEqualTo("not yet: it is being deleted");
    }

    @Test
    void what_says_nothing_of_itself_is_ready_by_being_there() {
        assertThat(verdict("/ConfigMap", json("{metadata: {name: 'x'}}"))).isEqualTo("ready");
    }

    @Test
    void more_can_be_asked_of_what_has_more_to_give() {
        assertThat(ReadyRules.moreCanBeAsked(type("batch/Job"))).isTrue();
        assertThat(ReadyRules.moreCanBeAsked(type("apps/Deployment"))).isFalse();
    }

    /** An empty cell is none to the reader of the rows. */
    private static String orNothing(@Nullable String cell) {
        return cell == null ? "" : cell;
    }
}
