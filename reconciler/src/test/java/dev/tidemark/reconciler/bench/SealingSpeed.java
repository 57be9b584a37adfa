package dev.tidemark.reconciler.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.snapshots.fingerprint.FingerprintKey;
import dev.tidemark.snapshots.seal.Keyring;
import dev.tidemark.snapshots.seal.Sealer;
import dev.tidemark.snapshots.seal.SealingCertificate;
import dev.tidemark.snapshots.seal.SealingKeyPair;
import dev.tidemark.snapshots.seal.Unsealer;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** How many values a second are sealed and opened under an RSA-4096 key once the JVM is warm: on one core, and on all. */
final class SealingSpeed {

    private static final int WARM_UP = 3000;
    private static final int SEALS = 5000;
    private static final int OPENINGS = 400;

    private final Sealer sealer;
    private final Unsealer unsealer;
    private final ObjectNode secret;
    private final ObjectNode document;

    private SealingSpeed() {
        SealingKeyPair pair = SealingKeyPair.generate(Instant.now());
        this.sealer = new Sealer(SealingCertificate.parse(pair.certificatePem()), FingerprintKey.generate(), "bench");
        this.unsealer = new Unsealer(Keyring.of(List.of(pair.privateKeyPem())));
        this.secret = JsonNodeFactory.instance.objectNode();
        secret.putObject("metadata").put("name", "db").put("namespace", "shop");
        secret.putObject("data").put("password", "aHVudGVyMmh1bnRlcjI=");
        this.document = seal();
    }

    public static void main(String[] args) throws InterruptedException {
        SealingSpeed speed = new SealingSpeed();
        int cores = Runtime.getRuntime().availableProcessors();
        perCore(speed::seal, WARM_UP);
        perCore(speed::open, OPENINGS);
        print("sealing", perCore(speed::seal, SEALS), together(speed::seal, SEALS, cores), cores);
        print("opening", perCore(speed::open, OPENINGS), together(speed::open, OPENINGS, cores), cores);
    }

    private static void print(String what, double one, double all, int cores) {
        System.out.printf(
                "%-11s %,d values per second of processor time; %,d a second on %d processors%n",
                what, Math.round(one), Math.round(all), cores);
    }

    private ObjectNode seal() {
        return sealer.seal(secret, Optional.empty()).document();
    }

    private void open() {
        if (!(unsealer.open(document) instanceof Unsealer.Unsealed.Opened)) {
            throw new IllegalStateException("what was sealed does not open");
        }
    }

    /** In processor time of the one thread, so that other programs do not count. */
    private static double perCore(Runnable work, int times) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long start = threads.getCurrentThreadCpuTime();
        for (int i = 0; i < times; i++) {
            work.run();
        }
        return times * 1e9 / (threads.getCurrentThreadCpuTime() - start);
    }

    private static double together(Runnable work, int times, int threads) throws InterruptedException {
        AtomicInteger left = new AtomicInteger(times);
        long start = System.nanoTime();
        List<Thread> workers = IntStream.range(0, threads)
                .mapToObj(i -> Thread.ofPlatform().start(() -> {
                    while (left.getAndDecrement() > 0) {
                        work.run();
                    }
                }))
                .toList();
        for (Thread worker : workers) {
            worker.join();
        }
        return times * 1e9 / (System.nanoTime() - start);
    }
}
