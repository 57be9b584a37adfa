package dev.tidemark.reconciler.cluster;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.snapshots.model.ResourceType;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Lists one type page by page, and hands its objects on while the page still arrives. */
final class ListRequest {

    private static final int PAGE = 500;
    private static final int CHUNK = 50;
    private static final int TRIES = 3;

    private final ApiServer server;
    private final ResourceType type;
    private final String path;
    private final ObjectSink sink;
    /** How many objects of the page at hand have been passed on. */
    private int passedOn;

    private boolean delivered;

    ListRequest(ApiServer server, Listing listing, ObjectSink sink) {
        this.server = server;
        this.type = listing.type();
        this.path = ApiPaths.collection(listing.type(), listing.namespace());
        this.sink = sink;
    }

    /** Where a list stands after a page: the revision it was made at, and the token for the next page or {@code ""}. */
    private record Page(String revision, String next) {}

    /** All objects at {@code revision} exactly; returns the revision that the server says it listed at. */
    String listAt(String revision) {
        return list("limit=" + PAGE + "&resourceVersionMatch=Exact&resourceVersion=" + revision, TRIES);
    }

    /** The object {@code name} at {@code revision} exactly. */
    void oneAt(String revision, String name) {
        list(
                "resourceVersionMatch=Exact&resourceVersion=" + revision + "&fieldSelector=metadata.name%3D"
                        + URLEncoder.encode(name, StandardCharsets.UTF_8),
                TRIES);
    }

    /** All objects as they are now. */
    String listNow() {
        return list("limit=" + PAGE, 1);
    }

    /** Whether any object has been passed on, so that the list cannot begin anew. */
    boolean delivered() {
        return delivered;
    }

    private String list(String firstQuery, int tries) {
        Page page = page(firstQuery, tries);
        String revision = page.revision();
        while (!page.next().isEmpty()) {
            String token = URLEncoder.encode(page.next(), StandardCharsets.UTF_8);
            page = page("limit=" + PAGE + "&continue=" + token, TRIES);
        }
        return revision;
    }

    /**
     * One page. When the connection breaks in the middle of it, the same page is asked for again and what has been passed
     * on already is passed over: a page at a revision, or after a token, always has the same objects in the same order.
     */
    private Page page(String query, int tries) {
        passedOn = 0;
        for (int attempt = 1; ; attempt++) {
            try {
                return server.get(path + "?" + query, "application/json", this::read);
            } catch (ApiError e) {
                if (!e.brokeOff() || attempt == tries) {
                    throw e;
                }
            }
        }
    }

    /**
     * {@code metadata} stands before the items for built-in types and after them for custom resources. An answer without
     * {@code items} is no list, and above all no empty one.
     */
    private Page read(InputStream body) throws IOException {
        Page page = new Page("", "");
        boolean listed = false;
        try (JsonParser parser = JsonTrees.parser(body)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                if (name.equals("metadata")) {
                    var metadata = JsonTrees.value(parser);
                    page = new Page(
                            metadata.path("resourceVersion").asText(""),
                            metadata.path("continue").asText(""));
                } else if (name.equals("items") && parser.currentToken() == JsonToken.START_ARRAY) {
                    listed = true;
                    items(parser);
                } else {
                    listed |=
                            name.equals("items") && parser.currentToken() == JsonToken.VALUE_NULL; // as Go writes none
                    parser.skipChildren();
                }
            }
        }
        if (!listed) {
            throw new IOException("it is no list");
        }
        return page;
    }

    private void items(JsonParser parser) throws IOException {
        int seen = 0;
        List<ObjectNode> chunk = new ArrayList<>(CHUNK);
        while (parser.nextToken() == JsonToken.START_OBJECT) {
            if (seen++ < passedOn) {
                parser.skipChildren();
                continue;
            }
            chunk.add(JsonTrees.object(parser));
            if (chunk.size() == CHUNK) {
                deliver(chunk);
                chunk = new ArrayList<>(CHUNK);
            }
        }
        if (!chunk.isEmpty()) {
            deliver(chunk);
        }
    }

    private void deliver(List<ObjectNode> chunk) {
        delivered = true;
        passedOn += chunk.size();
        sink.accept(type, chunk);
    }
}
