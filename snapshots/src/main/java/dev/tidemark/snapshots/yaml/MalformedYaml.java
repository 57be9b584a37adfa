package dev.tidemark.snapshots.yaml;

/** A document that is not one plain YAML mapping. The message says where, never what stands there. */
public final class MalformedYaml extends RuntimeException {

    private final int line;
    private final int column;

    MalformedYaml(String problem, int line, int column) {
        super("line " + line + ", column " + column + ": " + problem);
        this.line = line;
        this.column = column;
    }

    /** Counted from 1. */
    public int line() {
        return line;
    }

    /** Counted from 1. */
    public int column() {
        return column;
    }
}
