package dev.tidemark.reconciler.everykind;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.reconciler.kit.Kubectl;
import dev.tidemark.snapshots.yaml.CanonicalYaml;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The application of {@code /everykind/objects.yaml}, and what the files beside it say of how its objects are changed. */
public final class EveryKind {

    private static final String FILES = "/everykind/";
    private static final String DEFINITIONS = "definitions.yaml";
    private static final String OBJECTS = "objects.yaml";

    private final Map<Subject, ObjectNode> manifests = new LinkedHashMap<>();

    public EveryKind() {
        for (String document : (text(DEFINITIONS) + "---\n" + text(OBJECTS)).split("\n---\n", -1)) {
            ObjectNode manifest = CanonicalYaml.read(document.getBytes(StandardCharsets.UTF_8));
            manifests.put(Subject.of(manifest), manifest);
        }
    }

    /** Makes all of it, and waits until it stands still. */
    public void make(Kubectl kubectl) {
        kubectl.applyResource(FILES + DEFINITIONS);
        kubectl.run("wait", "crd", "--all", "--for=condition=Established", "--timeout=60s");
        kubectl.applyResource(FILES + OBJECTS);
        Kubectl shop = kubectl.in("shop");
        shop.run("wait", "job/done", "--for=condition=Complete", "--timeout=60s");
        shop.run("wait", "pvc/vault", "--for=jsonpath={.status.phase}=Bound", "--timeout=60s");
        shop.run("wait", "deployment", "--all", "--for=condition=Available", "--timeout=60s");
    }

    public List<Subject> subjects() {
        return List.copyOf(manifests.keySet());
    }

    /** A copy, to do anything with. */
    public ObjectNode manifest(Subject subject) {
        return Objects.requireNonNull(manifests.get(subject), subject.toString())
                .deepCopy();
    }

    /** Changes of fields that can be changed. */
    public List<Edit> edits() {
        return lines("edits.txt");
    }

    /** Changes of fields that cannot: the object has to be made anew. */
    public List<Edit> exchanges() {
        return lines("exchanges.txt");
    }

    private static List<Edit> lines(String file) {
        return text(file)
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(Edit::of)
                .toList();
    }

    private static String text(String file) {
        try (InputStream resource = Objects.requireNonNull(EveryKind.class.getResourceAsStream(FILES + file))) {
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
