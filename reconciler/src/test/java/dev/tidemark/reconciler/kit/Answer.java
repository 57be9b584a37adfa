package dev.tidemark.reconciler.kit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** What a program answered. */
public record Answer(String command, int exit, String out, String err) {

    /** Standard output as one JSON document. */
    public JsonNode json() {
        try {
            return new ObjectMapper().readTree(out);
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON on standard output of " + this, e);
        }
    }

    /** This answer, which must have ended with {@code code}. */
    public Answer exited(int code) {
        assertThat(exit).as("exit code of %s", this).isEqualTo(code);
        return this;
    }

    @Override
    public String toString() {
        return command + "\n" + out + err;
    }
}
