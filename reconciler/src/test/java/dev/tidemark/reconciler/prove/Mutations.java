package dev.tidemark.reconciler.prove;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.reconciler.everykind.Edit;
import dev.tidemark.reconciler.everykind.EveryKind;
import dev.tidemark.reconciler.everykind.Subject;
import dev.tidemark.reconciler.kit.Answer;
import dev.tidemark.reconciler.kit.Kubectl;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * What three managers do to the application of every kind, one random change after the other: one updates whole objects,
 * one merges patches, and one applies on the server's side what it has in its own files. What is chosen depends on the
 * random numbers alone, never on what the server answered.
 */
final class Mutations {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int KINDS_OF_CHANGES = 12;

    private final Kubectl kubectl;
    private final EveryKind application;
    private final Random random;
    private final List<Subject> deletable;

    Mutations(Kubectl kubectl, EveryKind application, Random random) {
        this.kubectl = kubectl;
        this.application = application;
        this.random = random;
        // Services have addresses of a ServiceCIDR: it would wait for them.
        this.deletable = application.subjects().stream()
                .filter(subject -> !subject.kind().equals("ServiceCIDR"))
                .toList();
    }

    /**
     * One change.
     *
     * @param what for a person who repeats it
     * @param refusal the server's words, where it did not allow it: then nothing has changed
     */
    record Mutation(String what, Optional<String> refusal) {

        @Override
        public String toString() {
            return what + refusal.map(why -> "   (refused: " + why + ")").orElse("");
        }
    }

    /** Makes {@code count} of them. What an earlier one has deleted refuses the later ones. */
    List<Mutation> make(int count) {
        List<Mutation> made = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            made.add(one());
        }
        return made;
    }

    private Mutation one() {
        return switch (random.nextInt(KINDS_OF_CHANGES)) {
            case 0, 1, 2, 3, 4 -> edited(pick(application.edits()));
            case 5 -> edited(new Edit(pick(application.subjects()), "{\"metadata\":{\"labels\":{\"#w\":\"#w\"}}}"));
            case 6 ->
                edited(new Edit(
                        pick(application.subjects()),
                        "{\"metadata\":{\"annotations\":{\"example.com/#w\":\"#w: {\"}}}"));
            case 7 -> exchanged(pick(application.exchanges()));
            case 8, 9 -> added(pick(application.subjects()));
            default -> deleted(pick(deletable));
        };
    }

    private Mutation edited(Edit edit) {
        String patch = edit.filled(random);
        Subject subject = edit.subject();
        return switch (random.nextInt(3)) {
            case 0 -> mutation("merge   " + subject + "  " + patch, merged(subject, patch));
            case 1 -> mutation("update  " + subject + "  " + patch, updated(subject, patch));
            default -> mutation("apply   " + subject + "  " + patch, applied(subject, patch));
        };
    }

    private Answer merged(Subject subject, String patch) {
        return in(subject).attempt("patch", object(subject), "--type=merge", "--field-manager=helm", "-p", patch);
    }

    private Answer updated(Subject subject, String patch) {
        Answer live = in(subject).attempt("get", object(subject), "-o", "json");
        if (live.exit() != 0) {
            return live;
        }
        ObjectNode body = (ObjectNode) live.json();
        Edit.merge(body, json(patch));
        return in(subject).feed(body.toString(), "replace", "--field-manager=kubectl-edit", "-f", "-");
    }

    private Answer applied(Subject subject, String patch) {
        ObjectNode body = application.manifest(subject);
        Edit.merge(body, json(patch));
        return in(subject)
                .feed(
                        body.toString(),
                        "apply",
                        "--server-side",
                        "--force-conflicts",
                        "--field-manager=argocd-controller",
                        "-f",
                        "-");
    }

    /** Somebody makes the object anew with another value in a field that cannot be changed. */
    private Mutation exchanged(Edit edit) {
        String patch = edit.filled(random);
        Subject subject = edit.subject();
        ObjectNode body = application.manifest(subject);
        Edit.merge(body, json(patch));
        delete(subject, true);
        return mutation("anew    " + subject + "  " + patch, created(subject, body));
    }

    /** One more of the same kind. */
    private Mutation added(Subject like) {
        Subject subject = like.named(like.name() + "-" + random.nextInt(1000));
        return mutation("add     " + subject, created(subject, named(subject, application.manifest(like))));
    }

    private static ObjectNode named(Subject subject, ObjectNode body) {
        body.withObject("/metadata").put("name", subject.name());
        switch (subject.kind()) {
            case "CustomResourceDefinition" -> renameType(body);
            case "PersistentVolume" -> body.withObject("/spec").remove("claimRef");
            case "Service" -> body.at("/spec/ports").forEach(port -> ((ObjectNode) port).remove("nodePort"));
            default -> {}
        }
        return body;
    }

    /** {@code gadgets.prove.example.com-7} is no name of a definition; it becomes that of a type Gadget7. */
    private static void renameType(ObjectNode definition) {
        String name = definition.at("/metadata/name").asText();
        String number = name.substring(name.lastIndexOf('-') + 1);
        ObjectNode names = definition.withObject("/spec/names");
        names.put("kind", names.path("kind").asText() + number);
        names.put("singular", names.path("singular").asText() + number);
        names.put("plural", names.path("plural").asText() + number);
        names.remove("shortNames");
        definition
                .withObject("/metadata")
                .put(
                        "name",
                        names.path("plural").asText() + "."
                                + definition.at("/spec/group").asText());
    }

    private Answer created(Subject subject, ObjectNode body) {
        return in(subject).feed(body.toString(), "create", "--field-manager=helm", "-f", "-");
    }

    /** With what it takes along, such as the content of a namespace, gone by the time of the restore, or still on its way. */
    private Mutation deleted(Subject subject) {
        boolean wait = random.nextBoolean();
        return mutation("delete  " + subject + (wait ? "" : " --wait=false"), delete(subject, wait));
    }

    /** A volume goes with its claim: it waits for that, and so would a restore. */
    private Answer delete(Subject subject, boolean wait) {
        String[] how = {"--ignore-not-found", "--timeout=60s", "--wait=" + wait};
        if (subject.kind().equals("PersistentVolume")) {
            kubectl.in("shop").attempt("delete", "pvc/" + subject.name(), how[0], how[1], how[2]);
        }
        return in(subject).attempt("delete", object(subject), how[0], how[1], how[2]);
    }

    private static Mutation mutation(String what, Answer answer) {
        return new Mutation(
                what,
                answer.exit() == 0 ? Optional.empty() : Optional.of(answer.err().strip()));
    }

    private Kubectl in(Subject subject) {
        return subject.namespaced() ? kubectl.in(subject.namespace()) : kubectl;
    }

    private static String object(Subject subject) {
        return subject.kind() + "/" + subject.name();
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private <T> T pick(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
