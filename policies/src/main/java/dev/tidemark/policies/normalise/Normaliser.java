package dev.tidemark.policies.normalise;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.policies.normalise.rules.Rules;
import dev.tidemark.policies.normalise.rules.Skip;
import dev.tidemark.policies.normalise.rules.TypeRules;
import dev.tidemark.snapshots.model.Manifest;
import dev.tidemark.snapshots.model.OwnerReference;
import dev.tidemark.snapshots.model.ResourceId;
import dev.tidemark.snapshots.model.ResourceType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes a manifest of a live object, or says why it is left out. What a normaliser made of an object it leaves as it
 * is. The same on its way into a snapshot and in a comparison with one. Thread-safe.
 */
public final class Normaliser {

    /** The reason code of an object that is being deleted. */
    public static final String DYING = "dying";

    private final Rules rules;

    private Normaliser(Rules rules) {
        this.rules = rules;
    }

    /** With the rules of this version. */
    public static Normaliser standard() {
        return new Normaliser(Rules.standard());
    }

    /** Grows with every change of what a manifest holds: a difference between two versions is no drift. */
    public int rulesVersion() {
        return rules.version();
    }

    /** Whether every object of {@code type} is left out, so that there is no need to list them. */
    public boolean skipsType(ResourceType type) {
        return rules.skippedType(type.group(), type.kind()).isPresent();
    }

    /**
     * Judges {@code live}, which becomes the manifest's tree, or is held by the answer when a controller owns it.
     *
     * @param live an object as the API server returns it; without {@code apiVersion} and {@code kind} in a list
     */
    public Normalised normalise(ResourceType type, ObjectNode live, ClusterFacts facts) {
        return judge(new Subject(type, rules.of(type), id(type, live), live, facts), false);
    }

    /** As {@link #normalise}, for an object that nobody else brings back: it is never answered to be owned. */
    public Normalised normaliseOrphan(ResourceType type, ObjectNode live, ClusterFacts facts) {
        return judge(new Subject(type, rules.of(type), id(type, live), live, facts), true);
    }

    /** An object under judgement, and what is said about its type and its surroundings. */
    private record Subject(ResourceType type, TypeRules rules, ResourceId id, ObjectNode live, ClusterFacts facts) {

        Normalised.Skipped skipped(Skip skip) {
            return new Normalised.Skipped(id, skip.reason(), skip.why());
        }

        Normalised.Owned owned(JsonNode controller) {
            return new Normalised.Owned(id, controller.path("uid").asText(), Owners.of(controller), live);
        }
    }

    /** In the order of RULES.md. */
    private Normalised judge(Subject subject, boolean orphan) {
        TypeRules about = subject.rules();
        Optional<Skip> skip = about.skip().or(() -> about.byName(subject.live(), subject.facts()));
        if (skip.isPresent()) {
            return subject.skipped(skip.get());
        }
        Optional<Normalised.Owned> owned =
                orphan ? Optional.empty() : controller(subject).map(subject::owned);
        if (owned.isPresent() && !ofSkippedType(owned.get().controller())) {
            return owned.get();
        }
        if (subject.live().path("metadata").hasNonNull("deletionTimestamp")) {
            return subject.skipped(new Skip(DYING, "it is being deleted"));
        }
        skip = about.byContent(subject.live(), subject.facts());
        if (skip.isPresent()) {
            return subject.skipped(skip.get());
        }
        return owned.isPresent() ? owned.get().skipped() : manifest(subject);
    }

    /** What a machine's object or a run controls is as little declared as its owner, which no export will hold. */
    private boolean ofSkippedType(OwnerReference controller) {
        return rules.skippedType(controller.group(), controller.kind()).isPresent();
    }

    private static Normalised manifest(Subject subject) {
        ObjectNode live = subject.live();
        List<Note> notes = notes(subject);
        List<OwnerReference> owners = Owners.sorted(live);
        live.put("apiVersion", subject.type().apiVersion());
        live.put("kind", subject.type().kind());
        subject.rules().prune(live);
        Optional<Skip> bare = subject.rules().asBare(live, subject.facts());
        return bare.isPresent()
                ? subject.skipped(bare.get())
                : new Normalised.Kept(new Manifest(subject.id(), live), owners, notes);
    }

    private static List<Note> notes(Subject subject) {
        List<Note> notes = new ArrayList<>(0);
        controller(subject).map(Owners::of).ifPresent(owner -> {
            String detail = "its controller " + owner.kind() + "/" + owner.name() + " is not exported";
            notes.add(new Note(subject.id(), Note.ORPHAN, detail));
        });
        boolean statusIsData = !subject.rules().builtIn() && !subject.type().statusSubresource();
        if (statusIsData && says(subject.live().path("status"))) {
            String detail = "its type has no status subresource; its status is not in the manifest";
            notes.add(new Note(subject.id(), Note.STATUS_DROPPED, detail));
        }
        return notes;
    }

    private static Optional<JsonNode> controller(Subject subject) {
        return Owners.controller(subject.id(), subject.live());
    }

    private static boolean says(JsonNode value) {
        return value.isContainerNode() ? !value.isEmpty() : !value.isMissingNode() && !value.isNull();
    }

    private static ResourceId id(ResourceType type, ObjectNode live) {
        JsonNode metadata = live.path("metadata");
        return type.id(
                metadata.path("namespace").asText(), metadata.path("name").asText());
    }
}
