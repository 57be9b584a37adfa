package dev.tidemark.reconciler.restore;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.policies.migrate.ApiVersion;
import dev.tidemark.policies.migrate.Conversion;
import dev.tidemark.policies.migrate.Conversions;
import dev.tidemark.reconciler.cluster.ClusterReader;
import dev.tidemark.reconciler.cluster.Discovery;
import dev.tidemark.snapshots.model.Manifest;
import dev.tidemark.snapshots.model.ResourceId;
import dev.tidemark.snapshots.model.ResourceType;
import java.util.Optional;

/**
 * Finds the API version in which each object can be written: its own where that is served, else the one that replaced it
 * in Kubernetes, and for custom resources whose versions differ in nothing but the name, another one of its definition.
 */
final class Placements {

    private final SecretOpener opener;
    private final Discovery discovery;
    private final ClusterReader reader;
    private final ComingDefinitions coming;

    Placements(SecretOpener opener, Discovery discovery, ClusterReader reader, ComingDefinitions coming) {
        this.opener = opener;
        this.discovery = discovery;
        this.reader = reader;
        this.coming = coming;
    }

    /** Whether {@link #of} would answer, or try, something else than what an export would show. */
    boolean restates(Manifest manifest) {
        return !SecretOpener.opens(manifest)
                && discovery
                        .types()
                        .ofKind(manifest.id().group(), manifest.id().kind())
                        .filter(type -> type.apiVersion().equals(manifest.apiVersion()))
                        .isEmpty();
    }

    Placement of(Manifest manifest) {
        return switch (opener.wanted(manifest)) {
            case Wanted.LeftOut left -> new Placement.LeftOut(left.id(), left.reason());
            case Wanted.Unknown unknown -> new Placement.Unknown(unknown.id(), unknown.reason());
            case Wanted.Tree wanted -> place(wanted.id(), wanted.tree());
        };
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
