package dev.tidemark.policies.guard;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.snapshots.model.ResourceId;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A tool that manages an object, and may make it again what it thinks it should be.
 *
 * @param tool e.g. {@code Argo CD}
 * @param unit what the tool calls the set that the object belongs to, e.g. {@code app}
 * @param name of that set
 */
public record OtherTool(String tool, String unit, String name) {

    private static final String ARGO = "Argo CD";
    private static final String ARGO_TRACKING = "argocd.argoproj.io/tracking-id";
    private static final String ARGO_MANAGER = "argocd-";
    private static final String INSTANCE = "app.kubernetes.io/instance";
    private static final String FLUX = "Flux";
    private static final String HELM = "Helm";

    /**
     * Who manages an object, by the marks that each tool documents.
     *
     * @param metadata the object's own; an Argo CD that marks by label is told from others by the managed fields
     */
    public static Optional<OtherTool> of(ResourceId id, JsonNode metadata) {
        JsonNode labels = metadata.path("labels");
        return Stream.of(
                        argoByAnnotation(id, metadata.path("annotations")),
                        argoByLabel(metadata),
                        marked(labels, "kustomize.toolkit.fluxcd.io/name", FLUX, "kustomization"),
                        marked(labels, "helm.toolkit.fluxcd.io/name", FLUX, "release"),
                        helm(metadata),
                        marked(labels, "kapp.k14s.io/app", "kapp", "app"))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<OtherTool> marked(JsonNode marks, String key, String tool, String unit) {
        String name = marks.path(key).asText("");
        return name.isEmpty() ? Optional.empty() : Optional.of(new OtherTool(tool, unit, name));
    }

    /** {@code app:group/Kind:namespace/name}; on an object that it does not name it is a copy, which means nothing. */
    private static Optional<OtherTool> argoByAnnotation(ResourceId id, JsonNode annotations) {
        String tracking = annotations.path(ARGO_TRACKING).asText("");
        int end = tracking.indexOf(':' + id.group() + '/' + id.kind() + ':');
        String place = id.namespaced() ? ":" + id.namespace() + "/" + id.name() : "/" + id.name();
        return end > 0 && tracking.endsWith(place)
                ? Optional.of(new OtherTool(ARGO, "app", tracking.substring(0, end)))
                : Optional.empty();
    }

    /** Many a chart sets the label too. */
    private static Optional<OtherTool> argoByLabel(JsonNode metadata) {
        boolean written = metadata.path("managedFields")
                .valueStream()
                .anyMatch(entry -> entry.path("manager").asText().startsWith(ARGO_MANAGER)
                        && entry.path("subresource").asText("").isEmpty());
        return written ? marked(metadata.path("labels"), INSTANCE, ARGO, "app") : Optional.empty();
    }

    private static Optional<OtherTool> helm(JsonNode metadata) {
        return metadata.path("labels")
                        .path("app.kubernetes.io/managed-by")
                        .asText()
                        .equals(HELM)
                ? marked(metadata.path("annotations"), "meta.helm.sh/release-name", HELM, "release")
                : Optional.empty();
    }

    /** {@code Argo CD (app guestbook)}. */
    public String display() {
        return tool + " (" + unit + " " + name + ")";
    }
}
