package dev.tidemark.reconciler.restore;

import static dev.tidemark.reconciler.cluster.SmallApiServer.status;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.reconciler.cluster.ApiError;
import dev.tidemark.reconciler.cluster.Cluster;
import dev.tidemark.reconciler.cluster.ClusterWriter;
import dev.tidemark.reconciler.cluster.SmallApiServer;
import dev.tidemark.reconciler.cluster.WriteResult;
import dev.tidemark.snapshots.model.ResourceType;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The answers of a real API server to a write, and what each is worth. */
class RetryTest {

    private static final ResourceType DEPLOYMENTS =
            new ResourceType("apps", "v1", "Deployment", "deployments", "deployment", List.of("deploy"), true, true);

    private final SmallApiServer server = new SmallApiServer();
    private Cluster cluster;

    @BeforeEach
    void connect(@TempDir Path folder) {
        cluster = server.connect(folder);
    }

    @AfterEach
    void close() {
        cluster.close();
        server.close();
    }

    private ApiError write() {
        ObjectNode web = JsonNodeFactory.instance.objectNode().put("kind", "Deployment");
        web.putObject("metadata").put("namespace", "shop").put("name", "web");
        WriteResult result = cluster.writer("tidemark").create(DEPLOYMENTS, web, ClusterWriter.Mode.DRY_RUN);
        return ((WriteResult.Rejected) result).error();
    }

    private ApiError answer(int code, String reason, String message, String cause) {
        ObjectNode status = JsonNodeFactory.instance
                .objectNode()
                .put("kind", "Status")
                .put("reason", reason)
                .put("message", message);
        status.putObject("details").putArray("causes").addObject().put("reason", cause);
        server.on("/apis/apps/v1/namespaces/shop/deployments", status(code, status.toString(), "Retry-After", "0"));
        return write();
    }

    private static Retry verdict(ApiError error) {
        return Retry.of(error, DEPLOYMENTS.id("shop", "web"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
            429 | TooManyRequests    | the server has received too many requests | SOON
            503 | ServiceUnavailable | the server is currently unable to handle the request | SOON
            504 | Timeout            | Timeout: request did not complete within requested timeout | SOON
            500 | InternalError      | etcdserver: leader changed | SOON
            500 | InternalError      | etcdserver: request timed out | SOON
            409 | Conflict           | Operation cannot be fulfilled on deployments.apps "web": the object has been modified | REPLAN
            409 | Conflict           | Operation cannot be fulfilled on resourcequotas "q": the object has been modified | REPLAN
            409 | AlreadyExists      | deployments.apps "web" already exists | REPLAN
            404 | NotFound           | deployments.apps "web" not found | REPLAN
            409 | AlreadyExists      | object is being deleted: deployments.apps "web" already exists | WHEN_GONE
            403 | Forbidden          | create not allowed while custom resource definition is terminating | WHEN_GONE
            404 | NotFound           | namespaces "shop" not found | WHEN_MADE
            404 | NotFound           | roles.rbac.authorization.k8s.io "web" not found | WHEN_MADE
            403 | Forbidden          | pods "web" is forbidden: error looking up service account shop/web: serviceaccount "web" not found | WHEN_MADE
            403 | Forbidden          | pods "web" is forbidden: no PriorityClass with name high was found | WHEN_MADE
            403 | Forbidden          | pods "web" is forbidden: pod rejected: RuntimeClass "gvisor" not found | WHEN_MADE
            500 | InternalError      | Internal error occurred: failed calling webhook "v.example.com": failed to call webhook: Post "https://hook.shop.svc:443/?timeout=10s": no endpoints available for service "hook" | WHEN_ANSWERED
            500 | InternalError      | conversion webhook for shop.example.com/v1, Kind=Campaign failed: Post "https://conv.shop.svc:443/": connection refused | WHEN_ANSWERED
            429 | TooManyRequests    | storage is (re)initializing: conversion webhook for shop.example.com/v1, Kind=Campaign failed | WHEN_ANSWERED
            503 | -                  | service unavailable | WHEN_ANSWERED
            404 | -                  | 404 page not found | WHEN_ANSWERED
            404 | NotFound           | the server could not find the requested resource | WHEN_ANSWERED
            403 | Forbidden          | deployments.apps "web" is forbidden: exceeded quota: small, requested: count/deployments.apps=1, used: 1, limited: 1 | AT_LAST
            403 | Forbidden          | pods "web" is forbidden: failed quota: small: must specify cpu | AT_LAST
            400 | BadRequest         | admission webhook "v.example.com" denied the request: no | NEVER
            409 | Conflict           | admission webhook "v.example.com" denied the request: no | NEVER
            500 | InternalError      | admission webhook "v.example.com" denied the request: failed calling webhook "x" | NEVER
            503 | ServiceUnavailable | admission webhook "v.example.com" denied the request: later | NEVER
            422 | Invalid            | ValidatingAdmissionPolicy 'p' with binding 'b' denied request: no | NEVER
            403 | Forbidden          | pods "web" is forbidden: violates PodSecurity "restricted:latest": privileged | NEVER
            403 | Forbidden          | roles "web" is forbidden: user is attempting to grant RBAC permissions not currently held | NEVER
            422 | Invalid            | Deployment.apps "web" is invalid: spec.selector: field is immutable | NEVER
            400 | BadRequest         | strict decoding error: unknown field "spec.x" | NEVER
            413 | RequestEntityTooLarge | Request entity too large: limit is 3145728 | NEVER
            415 | UnsupportedMediaType | the body of the request was in an unknown format | NEVER
            405 | MethodNotAllowed   | the server does not allow this method on the requested resource | NEVER
            500 | InternalError      | etcdserver: request is too large | NEVER
            500 | InternalError      | rpc error: code = ResourceExhausted desc = trying to send message larger than max | NEVER
            500 | InternalError      | failed to create typed patch object: field not declared in schema | NEVER
            """)
    void an_answer(int code, String reason, String message, Retry retry) {
        assertThat(verdict(answer(code, reason == null ? "" : reason, message, "")))
                .isEqualTo(retry);
    }

    @Test
    void a_namespace_on_its_way_out_is_waited_for() {
        ApiError error =
                answer(403, "Forbidden", "unable to create new content in namespace shop", "NamespaceTerminating");
        assertThat(verdict(error)).isEqualTo(Retry.WHEN_GONE);
    }

    @Test
    void no_answer_at_all_is_worth_another_try() {
        server.close();
        assertThat(verdict(write())).isEqualTo(Retry.SOON);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            500 | failed calling webhook "v.example.com": failed to call webhook: Post "https://hook.shop.svc:443/?timeout=10s": refused | webhook v.example.com of service hook in shop does not answer
            500 | failed calling webhook "v.example.com": failed to call webhook: Post "https://10.0.0.1/": refused | webhook v.example.com does not answer
            500 | conversion webhook for shop.example.com/v1, Kind=Campaign failed: Post "https://conv.shop.svc:443/": refused | the conversion webhook for shop.example.com/v1, Kind=Campaign of service conv in shop does not answer
            403 | secrets "web" is forbidden: exceeded quota: small, requested: count/secrets=1, used: 1, limited: 1 | exceeded quota: small
            404 | roles.rbac.authorization.k8s.io "web" not found | roles.rbac.authorization.k8s.io "web" not found
            """)
    void what_stands_in_the_way_is_named(int code, String message, String obstacle) {
        assertThat(Retry.obstacle(answer(code, "", message, ""))).hasValue(obstacle);
    }
}
