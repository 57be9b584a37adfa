package dev.tidemark.reconciler.restore;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.policies.mapping.NamespaceMap;
import dev.tidemark.policies.mapping.NamespaceMapping;
import dev.tidemark.policies.migrate.ApiVersion;
import dev.tidemark.policies.migrate.Conversion;
import dev.tidemark.policies.migrate.Conversions;
import dev.tidemark.reconciler.cluster.ClusterReader;
import dev.tidemark.reconciler.cluster.Discovery;
import dev.tidemark.snapshots.layout.SecretDocuments;
import dev.tidemark.snapshots.model.Failure;
import dev.tidemark.snapshots.model.Manifest;
import dev.tidemark.snapshots.model.ResourceId;
import dev.tidemark.snapshots.model.ResourceType;
import dev.tidemark.snapshots.seal.Scope;
import dev.tidemark.snapshots.seal.SealedManifests;
import java.util.Optional;

/**
 * Finds the API version in which each object can be written: its own where that is served, else the one that replaced it
 * in Kubernetes, and for custom resources whose versions differ in nothing but the name, another one of its definition.
 */
final class Placements {

    private final SecretOpener opener;
    private final NamespaceMapping mapping;
    private final Discovery discovery;
    private final ClusterReader reader;
    private final ComingDefinitions coming;

    Placements(
            SecretOpener opener,
            NamespaceMapping mapping,
            Discovery discovery,
            ClusterReader reader,
            ComingDefinitions coming) {
        this.opener = opener;
        this.mapping = mapping;
        this.discovery = discovery;
        this.reader = reader;
        this.coming = coming;
    }

    /** Whether {@link #of} would answer, or try, something else than what an export would show. */
    boolean restates(Manifest manifest) {
        return mapping.map().moves(manifest.id())
                || discovery
                        .types()
                        .ofKind(manifest.id().group(), manifest.id().kind())
                        .filter(type -> type.apiVersion().equals(SealedManifests.apiVersion(manifest)))
                        .isEmpty();
    }

    /** Whether {@link #of} would take long, and in all likelihood answer a Secret. */
    boolean opensLater(Manifest manifest) {
        return opener.opensLater(manifest);
    }

    /** @throws Failure refused, when a Secret shall stay sealed, and so cannot be in another namespace */
    Placement of(Manifest manifest) {
        NamespaceMap map = mapping.map();
        return switch (opener.wanted(manifest)) {
            case Wanted.LeftOut left -> new Placement.LeftOut(map.here(left.id()), left.reason());
            case Wanted.Unknown unknown -> new Placement.Unknown(map.here(unknown.id()), unknown.reason());
            case Wanted.Tree wanted when map.isEmpty() -> place(wanted.id(), wanted.tree());
            case Wanted.Tree wanted -> {
                refuseSealedElsewhere(wanted);
                yield place(map.here(wanted.id()), mapping.rewritten(wanted.id(), wanted.tree()));
            }
        };
    }

    private void refuseSealedElsewhere(Wanted.Tree wanted) {
        boolean sealed = SecretDocuments.standsForSecret(wanted.tree());
        JsonNode annotations = wanted.tree().path("metadata").path("annotations");
        if (sealed && mapping.map().moves(wanted.id()) && Scope.of(annotations) != Scope.CLUSTER_WIDE) {
            throw Failure.refused(
                    "sealed-scope",
                    "bring " + wanted.id() + " sealed into another namespace",
                    "it is sealed for this name in this namespace, and no controller opens it elsewhere",
                    "give the private sealing key with --keys, and leave --secrets sealed out");
        }
    }

    private Placement place(ResourceId id, ObjectNode tree) {
        ApiVersion own = ApiVersion.of(tree.path("apiVersion").asText());
        return at(own, id, tree, false)
                .or(() -> converted(own, id, tree))
                .or(() -> later(own, id, tree))
                .or(() -> otherVersion(id, tree))
                .orElseGet(() -> nowhere(own, id));
    }

    private Optional<Placement> at(ApiVersion version, ResourceId id, ObjectNode tree, boolean converted) {
        return discovery
                .types()
                .ofKind(version.group(), id.kind())
                .filter(type -> discovery.serves(type, version.version()))
                .map(type -> new Placement.At(
                        type.in(version.version()),
                        type.id(id.namespace(), id.name()),
                        tree,
                        converted || !type.version().equals(version.version()),
                        false));
    }

    private Optional<Placement> converted(ApiVersion own, ResourceId id, ObjectNode tree) {
        Optional<Conversion> conversion = Conversions.of(own, id.kind());
        return conversion.flatMap(c -> at(c.to(), id, c.convert(tree), true));
    }

    private Optional<Placement> later(ApiVersion own, ResourceId id, ObjectNode tree) {
        return coming.type(id, own.version()).map(type -> new Placement.Later(type, id, tree));
    }

    /** Without a conversion of its own, a definition says that its versions differ in name alone; a dry run tells. */
    private Optional<Placement> otherVersion(ResourceId id, ObjectNode tree) {
        Optional<ResourceType> type = discovery.types().ofKind(id.group(), id.kind());
        return type.filter(this::convertsByName)
                .map(t -> new Placement.At(t, id, tree.deepCopy().put("apiVersion", t.apiVersion()), true, true));
    }

    private boolean convertsByName(ResourceType type) {
        return discovery
                .types()
                .ofKind("apiextensions.k8s.io", "CustomResourceDefinition")
                .flatMap(definitions -> reader.get(definitions, "", type.qualifiedName()))
                .filter(definition -> definition
                        .path("spec")
                        .path("conversion")
                        .path("strategy")
                        .asText("None")
                        .equals("None"))
                .isPresent();
    }

    private Placement nowhere(ApiVersion own, ResourceId id) {
        if (discovery.types().ofKind(id.group(), id.kind()).isPresent()) {
            return new Placement.Nowhere(
                    id,
                    Reasons.UNRESTORABLE_VERSION + ": " + own + " is not served, and nothing is known to convert it");
        }
        return new Placement.Nowhere(
                id,
                coming.known(id)
                        ? Reasons.TYPE_MISSING
                                + ": its definition is in the snapshot, but not selected; --with-dependencies brings it"
                        : Reasons.TYPE_MISSING);
    }
}
