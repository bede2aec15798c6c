package dev.shisa.server.platform.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LaterCompilerTest {

    /** Of {@code /proc/PID/task/TID/stat}, counted behind the name. */
    private static final int NICE = 16;

    /** A JVM with both compilers; tests have the first one only. */
    @Test
    void theSecondCompilerYieldsAndNothingElseDoes() throws IOException, InterruptedException {
        Process jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Jvm.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String said = new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(jvm.waitFor()).isZero();
        assertThat(said)
                .contains("C2 CompilerThre 10\n", "C1 CompilerThre 0\n", "java 0\n")
                .doesNotContainPattern("(?m)^(?!C2 ).* 10$");
    }

    /** Asks for it and says what each of its threads has. */
    static final class Jvm {

        private Jvm() {}

        public static void main(String[] args) throws IOException, InterruptedException {
            LaterCompiler.ask();
            for (long end = System.nanoTime() + 60_000_000_000L; System.nanoTime() < end; Thread.sleep(20)) {
                if (Integer.valueOf(10).equals(threads().get("C2 CompilerThre"))) {
                    break;
                }
            }
            threads().forEach((name, nice) -> System.out.println(name + " " + nice));
        }

        private static Map<String, Integer> threads() throws IOException {
            Map<String, Integer> threads = new TreeMap<>();
            try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
                for (Path thread : all) {
                    try {
                        String line = Files.readString(Path.of(thread + "/stat"));
                        int end = line.lastIndexOf(')');
                        threads.merge(
                                line.substring(line.indexOf('(') + 1, end),
                                Integer.parseInt(line.substring(end + 2).split(" ")[NICE]),
                                Math::max);
                    } catch (IOException e) {
                        // It ended meanwhile.
                    }
                }
            }
            return threads;
        }
    }
}
