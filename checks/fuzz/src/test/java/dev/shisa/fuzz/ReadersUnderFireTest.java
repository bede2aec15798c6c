package dev.shisa.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever bytes come, a reader reads them or says in its own way that it cannot. */
class ReadersUnderFireTest {

    private static final long SEED = Long.getLong("fuzz.seed", 20_261_128);
    private static final int DAMAGES = Integer.getInteger("fuzz.damages", 400);
    private static final int STRETCHES = Integer.getInteger("fuzz.stretches", 16);
    private static final int STRETCHED_MAX = 20_000;
    private static final int LONG = 100_000;
    private static final int SHOWN_BYTES = 600;

    static Stream<Reader> readers() {
        return Readers.all().stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("readers")
    void damagedBytesAreReadOrRefused(Reader reader) {
        SplittableRandom random = new SplittableRandom(SEED);
        List<byte[]> seeds = reader.seeds();
        assertThat(seeds).as("something to begin with").isNotEmpty();
        for (int i = 0; i < DAMAGES; i++) {
            byte[] seed = seeds.get(i % seeds.size());
            fire(reader, i < seeds.size() ? seed : Mutation.of(seed, random));
        }
    }

    /** What is tried again at each place of a long run takes minutes, and anything else a moment. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("readers")
    void longRunsOfAnythingEndSoon(Reader reader) {
        SplittableRandom random = new SplittableRandom(SEED);
        List<byte[]> seeds = reader.seeds().stream()
                .filter(seed -> seed.length <= STRETCHED_MAX)
                .toList();
        assertThat(seeds).as("something to stretch").isNotEmpty();
        for (int i = 0; i < STRETCHES; i++) {
            byte[] bytes = Mutation.stretched(seeds.get(i % seeds.size()), LONG, random);
            assertTimeoutPreemptively(Duration.ofSeconds(60), () -> fire(reader, bytes), () -> shown(reader, bytes));
        }
    }

    private static void fire(Reader reader, byte[] bytes) {
        try {
            reader.fire(bytes);
        } catch (Throwable e) {
            fail(shown(reader, bytes), e);
        }
    }

    private static String shown(Reader reader, byte[] bytes) {
        return reader.where() + ", -Dfuzz.seed=" + SEED + ", " + bytes.length + " bytes: "
                + HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, SHOWN_BYTES));
    }

    /** A million runs or ten minutes, led by which branches they reach. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("readers")
    @Tag("long")
    void soItIsUnderJazzer(Reader reader, @TempDir Path folder) throws Exception {
        Path corpus = Files.createDirectories(folder.resolve("corpus"));
        for (int i = 0; i < reader.seeds().size(); i++) {
            Files.write(corpus.resolve("seed-" + i), reader.seeds().get(i));
        }
        Path log = folder.resolve("log");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx768m",
                "-Dshisa.home=" + Material.HOME,
                "-Dfuzz.reader=" + reader.name(),
                "-cp",
                System.getProperty("java.class.path"),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + Fire.class.getName(),
                "--instrumentation_includes=dev.shisa.**",
                "--reproducer_path=" + folder,
                "-artifact_prefix=" + folder + "/",
                "-runs=" + Long.getLong("fuzz.runs", 1_000_000),
                "-max_total_time=" + Long.getLong("fuzz.seconds", 600),
                "-timeout=20",
                "-rss_limit_mb=3000",
                "-seed=" + (SEED & Integer.MAX_VALUE),
                corpus.toString()));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        int status = process.waitFor();
        String said = Files.readString(log);
        System.out.printf("fuzz: %-34s %s%n", reader.name(), last(said));
        assertThat(status).as("%s: %s%n%s", reader.where(), input(folder), said).isZero();
    }

    private static String last(String said) {
        return said.lines()
                .filter(line -> line.startsWith("Done "))
                .reduce((a, b) -> b)
                .orElse("");
    }

    /** What it stumbled over. */
    private static String input(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            StringBuilder all = new StringBuilder();
            for (Path file : files.filter(f -> f.getFileName().toString().matches("(crash|timeout|oom|slow-unit)-.*"))
                    .toList()) {
                all.append(file.getFileName()).append(' ').append(HexFormat.of().formatHex(Files.readAllBytes(file)));
            }
            return all.toString();
        }
    }
}
