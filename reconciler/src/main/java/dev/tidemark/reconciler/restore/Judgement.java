package dev.tidemark.reconciler.restore;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.policies.normalise.ClusterFacts;
import dev.tidemark.policies.normalise.ComparedForm;
import dev.tidemark.policies.normalise.Normalised;
import dev.tidemark.policies.normalise.Normaliser;
import dev.tidemark.snapshots.diff.Change;
import dev.tidemark.snapshots.diff.Differ;
import dev.tidemark.snapshots.diff.FieldChange;
import dev.tidemark.snapshots.model.Manifest;
import dev.tidemark.snapshots.model.ResourceId;
import dev.tidemark.snapshots.model.ResourceType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Says how a live object, or what a dry run would make of it, differs from what it shall be. Pure. */
final class Judgement {

    /** What an export leaves out, and a restore changes all the same: a bare default account gets its content back. */
    private static final Set<String> COMES_BACK = Set.of(Normaliser.DYING, "default-account");

    private static final String CONTROLLERS_ENDPOINTS = "controller-endpoints";

    private final Normaliser normaliser;
    private final ClusterFacts facts;
    private final ComingClaims claims;
    private final Confidential confidential;

    Judgement(Normaliser normaliser, ClusterFacts facts, ComingClaims claims, Confidential confidential) {
        this.normaliser = normaliser;
        this.facts = facts;
        this.claims = claims;
        this.confidential = confidential;
    }

    ClusterFacts facts() {
        return facts;
    }

    ComingClaims claims() {
        return claims;
    }

    /** The reason why the rules leave {@code live} to something else, if they do. */
    Optional<String> leftOut(ResourceType type, ObjectNode live) {
        return switch (normaliser.normalise(type, live.deepCopy(), facts)) {
            case Normalised.Kept kept -> Optional.empty();
            case Normalised.Skipped skipped ->
                COMES_BACK.contains(skipped.reason()) || abandoned(skipped)
                        ? Optional.empty()
                        : Optional.of(skipped.reason());
            case Normalised.Owned owned -> Optional.of("controller-owned");
        };
    }

    /** The controller that wrote it leaves it alone for good, as the Service of its name has, or will have, no selector. */
    private boolean abandoned(Normalised.Skipped skipped) {
        return skipped.reason().equals(CONTROLLERS_ENDPOINTS)
                && skipped.id().kind().equals("Endpoints")
                && !facts.serviceWithSelector(
                        skipped.id().namespace(), skipped.id().name());
    }

    /**
     * The fields that differ, masked where they hold what is secret. {@code live} is not changed.
     *
     * @param type in the version of both
     */
    List<FieldChange> differences(ResourceType type, ObjectNode live, ObjectNode wanted) {
        Manifest now = normalised(type, live.deepCopy());
        ObjectNode target = wanted.deepCopy();
        ComparedForm.forget(now.id(), now.tree(), facts);
        ComparedForm.forget(now.id(), target, facts);
        ComparedForm.forgetChosen(now.id(), now.tree(), target);
        List<FieldChange> fields = new ArrayList<>(Differ.modified(now, new Manifest(now.id(), target))
                .map(Change::fields)
                .orElse(List.of()));
        claims.hindrance(type, live, wanted).ifPresent(fields::add);
        boolean all = confidential.test(now.id(), now.tree()) || confidential.test(now.id(), target);
        return fields.stream()
                .map(field -> all ? field.masked() : confidential.guard().masked(field))
                .toList();
    }

    /** What of {@code live} is declared, as it can be made again. {@code live} is not changed. */
    ObjectNode declared(ResourceType type, ObjectNode live) {
        return normalised(type, live.deepCopy()).tree();
    }

    private Manifest normalised(ResourceType type, ObjectNode live) {
        ResourceId id = type.id(
                live.path("metadata").path("namespace").asText(),
                live.path("metadata").path("name").asText());
        return switch (normaliser.normaliseOrphan(type, live, facts)) {
            case Normalised.Kept kept -> kept.manifest();
            case Normalised.Skipped skipped -> new Manifest(id, live);
            case Normalised.Owned owned -> new Manifest(id, live);
        };
    }
}
