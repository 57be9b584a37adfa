package dev.tidemark.snapshots.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.reader.UnicodeReader;

/**
 * Reads any one plain YAML document, such as a person edited: SnakeYAML finds the structure, {@link KubectlScalars} says
 * what a scalar is, as the API server does.
 */
final class GeneralReader {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    /** How deep lists and mappings may stand in one another: no manifest comes near, and no reader's stack ends before. */
    static final int DEEPEST = 200;

    ObjectNode read(byte[] document) {
        return parse(document, GeneralReader::root);
    }

    /** Every document of a stream that is not empty. */
    List<ObjectNode> readAll(byte[] stream) {
        return parse(stream, GeneralReader::roots);
    }

    /** For every use of SnakeYAML, whose own limits are for documents of strangers in the memory of a server. */
    static LoaderOptions limits() {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(Integer.MAX_VALUE);
        options.setNestingDepthLimit(DEEPEST);
        return options;
    }

    private static <T> T parse(byte[] bytes, Function<Iterator<Event>, T> read) {
        try {
            return read.apply(new Yaml(limits())
                    .parse(new UnicodeReader(new ByteArrayInputStream(bytes)))
                    .iterator());
        } catch (MarkedYAMLException e) {
            throw malformed(String.valueOf(e.getProblem()), Optional.ofNullable(e.getProblemMark()));
        } catch (YAMLException e) {
            throw malformed("not readable as UTF-8 YAML", Optional.empty());
        } catch (IllegalArgumentException e) { // SnakeYAML does not look at what follows an escape before it reads it
            throw malformed("an escape in a text is cut off, or is no character", Optional.empty());
        }
    }

    private static ObjectNode root(Iterator<Event> events) {
        events.next(); // start of the stream
        Event start = events.next();
        if (!(start instanceof DocumentStartEvent)) {
            throw malformed("the document is empty", start);
        }
        ObjectNode tree = mapping(events.next(), events);
        events.next(); // end of the document
        Event after = events.next();
        if (after instanceof DocumentStartEvent) {
            throw malformed("a second document begins", after);
        }
        return tree;
    }

    private static List<ObjectNode> roots(Iterator<Event> events) {
        List<ObjectNode> trees = new ArrayList<>();
        events.next(); // start of the stream
        while (events.next() instanceof DocumentStartEvent) {
            Event first = events.next();
            if (!isEmpty(first)) {
                trees.add(mapping(first, events));
            }
            events.next(); // end of the document
        }
        return trees;
    }

    private static boolean isEmpty(Event event) {
        return event instanceof ScalarEvent scalar
                && scalar.isPlain()
                && scalar.getValue().isEmpty();
    }

    private static ObjectNode mapping(Event first, Iterator<Event> events) {
        if (!(first instanceof MappingStartEvent) || !(node(first, events, 1) instanceof ObjectNode tree)) {
            throw malformed("a mapping is expected", first);
        }
        return tree;
    }

    /** {@code depth} = how many lists and mappings it stands in, and itself. */
    private static JsonNode node(Event event, Iterator<Event> events, int depth) {
        refuseReferences(event);
        if (depth > DEEPEST) {
            throw malformed("lists and mappings stand more than " + DEEPEST + " deep in one another", event);
        }
        return switch (event) {
            case MappingStartEvent mapping -> {
                refuseTag(mapping.getTag(), mapping);
                yield mapping(events, depth);
            }
            case SequenceStartEvent sequence -> {
                refuseTag(sequence.getTag(), sequence);
                yield sequence(events, depth);
            }
            case ScalarEvent scalar -> scalar(scalar);
            default -> throw malformed("a value is expected", event);
        };
    }

    private static ObjectNode mapping(Iterator<Event> events, int depth) {
        ObjectNode mapping = NODES.objectNode();
        for (Event event = events.next(); !event.is(Event.ID.MappingEnd); event = events.next()) {
            String key = key(event);
            if (mapping.has(key)) {
                throw malformed("a key comes twice", event);
            }
            mapping.set(key, node(events.next(), events, depth + 1));
        }
        return mapping;
    }

    private static ArrayNode sequence(Iterator<Event> events, int depth) {
        ArrayNode list = NODES.arrayNode();
        for (Event event = events.next(); !event.is(Event.ID.SequenceEnd); event = events.next()) {
            list.add(node(event, events, depth + 1));
        }
        return list;
    }

    private static String key(Event event) {
        refuseReferences(event);
        if (!(event instanceof ScalarEvent scalar)) {
            throw malformed("a key must be text", event);
        }
        JsonNode key = scalar(scalar);
        if (key.isNull() || (scalar.isPlain() && scalar.getValue().equals("<<"))) {
            throw malformed("null and << cannot be keys", event);
        }
        return key.asText();
    }

    private static JsonNode scalar(ScalarEvent scalar) {
        refuseTag(scalar.getTag(), scalar);
        if (!scalar.isPlain()) {
            return TextNode.valueOf(scalar.getValue());
        }
        return KubectlScalars.read(scalar.getValue(), NODES)
                .orElseThrow(() -> malformed("infinities and NaN have no JSON form", scalar));
    }

    private static void refuseReferences(Event event) {
        if (event instanceof AliasEvent || (event instanceof NodeEvent node && node.getAnchor() != null)) {
            throw malformed("anchors and aliases are not used in manifests", event);
        }
    }

    @SuppressWarnings("NullAway") // SnakeYAML says null for no tag
    private static void refuseTag(String tag, Event event) {
        if (tag != null) {
            throw malformed("tags are not used in manifests", event);
        }
    }

    private static MalformedYaml malformed(String problem, Event event) {
        return malformed(problem, Optional.ofNullable(event.getStartMark()));
    }

    private static MalformedYaml malformed(String problem, Optional<Mark> mark) {
        return new MalformedYaml(
                problem,
                mark.map(m -> m.getLine() + 1).orElse(1),
                mark.map(m -> m.getColumn() + 1).orElse(1));
    }
}
