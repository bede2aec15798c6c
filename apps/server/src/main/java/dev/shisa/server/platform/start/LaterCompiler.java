package dev.shisa.server.platform.start;

import dev.shisa.server.platform.jobs.Background;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The JVM's second compiler (C2) has a lower priority than everything else of the server: where processors are short, the page that
 * somebody waits for goes before code that will be quicker later. The first compiler keeps its own, because interpreted code takes
 * more from the page than compiling it. The JVM has one setting for both, so the kernel is asked for the one's threads, as
 * {@code renice} does; where there is no {@code /proc}, nothing is done. A thread that is added later has the priority of the
 * compiler that adds it.
 */
public final class LaterCompiler {

    /** As {@code setpriority(2)} counts: 0 is everybody's, 19 the least. */
    private static final int NICE = 10;

    private static final int PRIO_PROCESS = 0;

    /** The kernel keeps 15 bytes of {@code C2 CompilerThread0}. */
    private static final String C2 = "C2 CompilerThre";

    private LaterCompiler() {}

    /** Asks for it, beside everything else that a start does. */
    public static void ask() {
        Path threads = Path.of("/proc/self/task");
        if (Files.isDirectory(threads)) {
            Background.start("compiler", () -> lower(threads));
        }
    }

    private static void lower(Path threads) {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(threads)) {
            for (Path thread : all) {
                if (name(thread).equals(C2)) {
                    lower(Integer.parseInt(String.valueOf(thread.getFileName())));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Empty for a thread that ended meanwhile. */
    private static String name(Path thread) {
        try {
            return Files.readString(thread.resolve("comm")).strip();
        } catch (IOException e) {
            return "";
        }
    }

    /** Refused, it stays as it was: a server that is as quick as the JVM makes it. */
    private static void lower(int thread) {
        Linker linker = Linker.nativeLinker();
        MethodHandle setpriority = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("setpriority"),
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
        try {
            int _ = (int) setpriority.invokeExact(PRIO_PROCESS, thread, NICE);
        } catch (Throwable e) {
            throw new IllegalStateException("setpriority", e);
        }
    }
}
