package dev.tidemark.policies.migrate;

/** An {@code apiVersion} in its parts; the core group is {@code ""}. */
public record ApiVersion(String group, String version) {

    /** Of {@code group/version}, or of a bare version. */
    public static ApiVersion of(String apiVersion) {
        int slash = apiVersion.indexOf('/');
        return new ApiVersion(slash < 0 ? "" : apiVersion.substring(0, slash), apiVersion.substring(slash + 1));
    }

    @Override
    public String toString() {
        return group.isEmpty() ? version : group + "/" + version;
    }
}
