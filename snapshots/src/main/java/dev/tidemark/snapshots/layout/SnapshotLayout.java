package dev.tidemark.snapshots.layout;

import dev.tidemark.snapshots.model.ResourceId;
import dev.tidemark.snapshots.model.ResourceType;
import dev.tidemark.snapshots.model.TypeTable;

/** Where things stand in a snapshot's tree. One object per file; the version is not in the path. */
public final class SnapshotLayout {

    /** The format and the repository's own id. */
    public static final String REPOSITORY = ".tidemark/repository.yaml";
    /** Which cluster, of which version, read by which rules. */
    public static final String CLUSTER = ".tidemark/cluster.yaml";
    /** What is known about each type and scope. */
    public static final String COVERAGE = ".tidemark/coverage.yaml";
    /** The resource types, so that selections work offline. */
    public static final String TYPES = ".tidemark/types.yaml";
    /** Owner references of exported objects. */
    public static final String OWNERS = ".tidemark/owners.yaml";
    /** The policy in force, as it was written. */
    public static final String POLICY = ".tidemark/policy.yaml";
    /** Who signs, for {@code git verify-commit}: information, never a reason to trust. */
    public static final String ALLOWED_SIGNERS = ".tidemark/allowed_signers";
    /** Keeps every client from rewriting line ends. */
    public static final String ATTRIBUTES = ".gitattributes";

    /** Files that kubectl cannot read stand apart from those that it can. */
    private static final String SEALED = "sealed/";

    private static final String CLUSTER_SCOPED = "cluster/";
    private static final String NAMESPACED = "namespaces/";
    private static final String SUFFIX = ".yaml";
    private static final String CORE = "core";

    private SnapshotLayout() {}

    /** {@code cluster/<group|core>/<plural>/<name>.yaml} or {@code namespaces/<ns>/<group|core>/<plural>/<name>.yaml}. */
    public static String path(ResourceId id) {
        StringBuilder path = new StringBuilder(96);
        if (id.namespaced()) {
            path.append(NAMESPACED).append(PathSegment.encode(id.namespace())).append('/');
        } else {
            path.append(CLUSTER_SCOPED);
        }
        return path.append(group(id.group()))
                .append('/')
                .append(PathSegment.encode(id.resource()))
                .append('/')
                .append(PathSegment.encode(id.name()))
                .append(SUFFIX)
                .toString();
    }

    /** Where the object that belongs at {@code path} stands instead when it is sealed whole. */
    public static String sealed(String path) {
        return SEALED + path;
    }

    /** Whether {@code file} stands where only sealed files do. */
    public static boolean isSealed(String file) {
        return file.startsWith(SEALED);
    }

    /** The {@link #path} of the object that {@code file} holds: of a sealed file, without what sets it apart. */
    public static String objectPath(String file) {
        return isSealed(file) ? file.substring(SEALED.length()) : file;
    }

    /** Whether the manifest of an object stands at {@code file}, sealed or not. */
    public static boolean isManifest(String file) {
        String path = objectPath(file);
        return (path.startsWith(CLUSTER_SCOPED) || path.startsWith(NAMESPACED)) && path.endsWith(SUFFIX);
    }

    /**
     * The object that stands at {@code file}, for where its content is lost: the kind is that of {@code types}, else the
     * plural, and a name that was cut stays so.
     */
    public static ResourceId identity(String file, TypeTable types) {
        String path = objectPath(file);
        String[] segments = path.split("/", -1);
        int at = path.startsWith(NAMESPACED) ? 2 : 1;
        String group = segments[at].equals(CORE) ? "" : PathSegment.decode(segments[at]);
        String resource = PathSegment.decode(segments[at + 1]);
        String name = PathSegment.decode(segments[segments.length - 1].replaceFirst("\\.yaml$", ""));
        String namespace = at == 2 ? PathSegment.decode(segments[1]) : "";
        String kind = types.types().stream()
                .filter(type -> type.group().equals(group) && type.resource().equals(resource))
                .map(ResourceType::kind)
                .findFirst()
                .orElse(resource);
        return new ResourceId(group, kind, resource, namespace, name);
    }

    /** The plural resource name that the manifest at {@code path} stands under. */
    public static String resource(String path) {
        String[] segments = path.split("/", -1);
        return segments.length < 2 ? "" : segments[segments.length - 2];
    }

    /** The core group has no name of its own; a group that is really called {@code core} is encoded apart from it. */
    private static String group(String group) {
        if (group.isEmpty()) {
            return CORE;
        }
        return group.equals(CORE) ? "%63ore" : PathSegment.encode(group);
    }
}
