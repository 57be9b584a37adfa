package dev.tidemark.reconciler.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.snapshots.model.Failure;
import dev.tidemark.snapshots.yaml.CanonicalYaml;
import java.io.IOException;
import java.io.PrintStream;

/** Writes a verb's answer as one JSON or YAML document on standard output. */
final class Answers {

    private final PrintStream out;

    Answers(Terminal terminal) {
        this.out = terminal.out();
    }

    void print(ObjectNode document, OutputFormat format) {
        try {
            if (format == OutputFormat.yaml) {
                out.write(CanonicalYaml.write(document));
            } else {
                writeJson(document);
                out.println();
            }
            out.flush();
        } catch (IOException e) {
            throw Failure.failed(
                    "output", "write the answer", String.valueOf(e.getMessage()), "check standard output", e);
        }
    }

    /** Manifests or other bytes, as they are. */
    void print(byte[] text) {
        out.writeBytes(text);
        out.flush();
    }

    private void writeJson(ObjectNode document) throws IOException {
        JsonFactory factory =
                new ObjectMapper().getFactory().copy().configure(JsonGenerator.Feature.AUTO_CLOSE_TARGET, false);
        try (JsonGenerator generator = factory.createGenerator(out)) {
            generator.setCodec(new ObjectMapper());
            generator.writeTree(document);
        }
    }
}
