package dev.tidemark.snapshots.yaml;

/** A document that is not one plain YAML mapping. The message says where, never what stands there. */
public final class MalformedYaml extends RuntimeException {

    private final String problem;
    private final int line;
    private final int column;

    MalformedYaml(String problem, int line, int column) {
        super("line " + line + ", column " + column + ": " + problem);
        this.problem = problem;
        this.line = line;
        this.column = column;
    }

    /** What is wrong, without the place. */
    public String problem() {
        return problem;
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
