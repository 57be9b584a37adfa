package dev.tidemark.reconciler.keys;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.snapshots.yaml.CanonicalYaml;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What was escrowed: no secret is in it.
 *
 * @param recipients whom the next escrow is for; none where nothing is to be escrowed
 * @param folder where it goes
 * @param escrows oldest first
 * @param proven when and with which file it was last shown that an escrow opens what it should
 */
public record EscrowRecord(
        List<String> recipients, Optional<String> folder, List<Escrow> escrows, Optional<Proven> proven) {

    static final EscrowRecord NONE = new EscrowRecord(List.of(), Optional.empty(), List.of(), Optional.empty());

    public EscrowRecord {
        recipients = List.copyOf(recipients);
        escrows = List.copyOf(escrows);
    }

    /**
     * One escrow file.
     *
     * @param keys fingerprints of what is in it
     */
    public record Escrow(String file, Instant time, List<String> recipients, List<String> keys) {

        public Escrow {
            recipients = List.copyOf(recipients);
            keys = List.copyOf(keys);
        }
    }

    /** An escrow was opened with an offline identity. */
    public record Proven(String file, Instant time) {}

    public Optional<Escrow> newest() {
        return escrows.isEmpty() ? Optional.empty() : Optional.of(escrows.getLast());
    }

    /** When the newest escrow was last shown to open; it may have been moved since it was written. */
    Optional<Instant> newestProven() {
        return newest().flatMap(
                        escrow -> proven.filter(proof -> name(proof.file()).equals(name(escrow.file()))))
                .map(Proven::time);
    }

    private static Path name(String file) {
        return Path.of(file).getFileName();
    }

    /** Whether an escrow holds this key. */
    public boolean holds(String fingerprint) {
        return escrows.stream().anyMatch(escrow -> escrow.keys().contains(fingerprint));
    }

    EscrowRecord with(Escrow escrow) {
        return new EscrowRecord(
                escrow.recipients(),
                folderOf(escrow),
                Stream.concat(escrows.stream(), Stream.of(escrow)).toList(),
                proven);
    }

    private static Optional<String> folderOf(Escrow escrow) {
        return Optional.ofNullable(Path.of(escrow.file()).getParent()).map(Path::toString);
    }

    public EscrowRecord with(Proven proof) {
        return new EscrowRecord(recipients, folder, escrows, Optional.of(proof));
    }

    byte[] toYaml() {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        recipients.forEach(tree.putArray("recipients")::add);
        folder.ifPresent(f -> tree.put("folder", f));
        ArrayNode list = tree.putArray("escrows");
        for (Escrow escrow : escrows) {
            ObjectNode node = list.addObject()
                    .put("file", escrow.file())
                    .put("time", escrow.time().toString());
            escrow.recipients().forEach(node.putArray("recipients")::add);
            escrow.keys().forEach(node.putArray("keys")::add);
        }
        proven.ifPresent(p -> tree.putObject("proven")
                .put("file", p.file())
                .put("time", p.time().toString()));
        return CanonicalYaml.write(tree);
    }

    static EscrowRecord parse(byte[] yaml) {
        ObjectNode tree = CanonicalYaml.read(yaml);
        List<Escrow> escrows = new ArrayList<>();
        for (JsonNode node : tree.path("escrows")) {
            escrows.add(new Escrow(
                    node.path("file").asText(),
                    Instant.parse(node.path("time").asText()),
                    texts(node.path("recipients")),
                    texts(node.path("keys"))));
        }
        JsonNode proof = tree.path("proven");
        return new EscrowRecord(
                texts(tree.path("recipients")),
                tree.has("folder") ? Optional.of(tree.path("folder").asText()) : Optional.empty(),
                escrows,
                proof.isObject()
                        ? Optional.of(new Proven(
                                proof.path("file").asText(),
                                Instant.parse(proof.path("time").asText())))
                        : Optional.empty());
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(node -> texts.add(node.asText()));
        return texts;
    }
}
