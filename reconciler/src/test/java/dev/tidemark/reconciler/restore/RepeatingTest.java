package dev.tidemark.reconciler.restore;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.reconciler.cluster.Cluster;
import dev.tidemark.reconciler.cluster.ClusterWriter;
import dev.tidemark.reconciler.cluster.SmallApiServer;
import dev.tidemark.reconciler.cluster.WriteResult;
import dev.tidemark.snapshots.model.ResourceType;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepeatingTest {

    private static final ResourceType SERVICES =
            new ResourceType("", "v1", "Service", "services", "service", List.of("svc"), true, true);

    private static final String SWITCHED =
            "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n";

    private static final Pattern LENGTH = Pattern.compile("(?i)content-length: (\\d+)");
    private static final int PREFACE = 24;
    private static final int HEADERS = 1;
    private static final byte[] NO_SETTINGS = {0, 0, 0, 4, 0, 0, 0, 0, 0};
    private static final byte[] RESET = {0, 0, 4, 3, 0};
    private static final int INTERNAL_ERROR = 2;

    private final AtomicInteger requests = new AtomicInteger();

    /** Kubernetes 1.36 panics where an update gives a Service a second address family that the cluster does not have. */
    @Test
    void a_request_at_which_the_server_panics_is_not_repeated_for_minutes(@TempDir Path folder) throws IOException {
        try (ServerSocket server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> panic(server));
            try (Cluster cluster = SmallApiServer.connect("http://127.0.0.1:" + server.getLocalPort(), folder)) {
                ClusterWriter writer = cluster.writer("tidemark");
                ObjectNode web = JsonNodeFactory.instance.objectNode().put("kind", "Service");
                web.putObject("metadata").put("namespace", "shop").put("name", "web");
                WriteResult result = Repeating.write(() -> writer.create(SERVICES, web, ClusterWriter.Mode.DRY_RUN));
                assertThat(((WriteResult.Rejected) result).why()).contains("gave up", "its log says why");
                assertThat(requests).hasValue(2);
            }
        }
    }

    /** Speaks as much of HTTP/2 (RFC 9113) as it takes to end each stream with an internal error. */
    private void panic(ServerSocket server) {
        while (!server.isClosed()) {
            try (Socket socket = server.accept();
                    DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
                    DataOutputStream out = new DataOutputStream(socket.getOutputStream())) {
                passRequest(in);
                out.writeBytes(SWITCHED);
                out.write(NO_SETTINGS);
                reset(out, 1);
                in.skipNBytes(PREFACE);
                while (true) {
                    int length = in.readUnsignedShort() << Byte.SIZE | in.readUnsignedByte();
                    int type = in.readUnsignedByte();
                    in.skipNBytes(1);
                    int stream = in.readInt();
                    in.skipNBytes(length);
                    if (type == HEADERS) {
                        reset(out, stream);
                    }
                }
            } catch (IOException e) {
                // The client has gone; the next one may come.
            }
        }
    }

    /** The request that asks for HTTP/2 is one of HTTP/1.1. */
    private static void passRequest(DataInputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.readUnsignedByte());
        }
        Matcher length = LENGTH.matcher(head);
        in.skipNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0);
    }

    private void reset(DataOutputStream out, int stream) throws IOException {
        requests.incrementAndGet();
        out.write(RESET);
        out.writeInt(stream);
        out.writeInt(INTERNAL_ERROR);
    }
}
