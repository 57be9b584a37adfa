package dev.tidemark.snapshots.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Lets a coverage-guided fuzzer (Jazzer) look for bytes that break a promise: ten minutes for each opener, or
 * {@code -Dtidemark.fuzz.seconds}. What it finds lies in {@code target/}, and belongs into the corpus.
 */
class FuzzCampaign {

    private static final int SECONDS = Integer.getInteger("tidemark.fuzz.seconds", 600);
    /** No opener needs more for an input of 100 KB, even on a machine that is busy with other things. */
    private static final int LONGEST_SECONDS = 30;

    private static final Pattern END = Pattern.compile("#(\\d+)\\s+DONE\\s+(cov: \\d+ ft: \\d+ corp: \\S+)");

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(Opener.class)
    void no_input_breaks_a_promise(Opener opener) throws IOException, URISyntaxException, InterruptedException {
        Path found = Files.createDirectories(folder.resolve("found"));
        Path log = folder.resolve("log");
        Process jazzer = new ProcessBuilder(command(opener, found))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        int exit = jazzer.waitFor();
        String text = Files.readString(log, StandardCharsets.ISO_8859_1);
        Matcher end = END.matcher(text);
        assertThat(end.find() && exit == 0)
                .as(opener + ": " + text.substring(Math.max(0, text.length() - 5000)))
                .isTrue();
        System.out.println("FuzzCampaign " + opener + ": " + end.group(1) + " inputs in " + SECONDS + " s, "
                + end.group(2) + ": none broke a promise");
    }

    private static List<String> command(Opener opener, Path found) throws URISyntaxException {
        String seeds = Path.of(Objects.requireNonNull(FuzzCampaign.class.getResource("/fuzz/" + opener.folder()))
                        .toURI())
                .toString();
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:+EnableDynamicAgentLoading",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dtidemark.fuzz.opener=" + opener,
                "-cp",
                System.getProperty("java.class.path"),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + FuzzTarget.class.getName(),
                "--instrumentation_includes=dev.tidemark.**:com.exceptionfactory.jagged.**:org.yaml.snakeyaml.**",
                "--reproducer_path=" + found,
                "-artifact_prefix=" + Path.of("target").toAbsolutePath() + "/" + opener.folder() + "-",
                "-max_total_time=" + SECONDS,
                "-timeout=" + LONGEST_SECONDS,
                "-max_len=100000",
                "-rss_limit_mb=3000",
                found.toString(),
                seeds);
    }
}
