package dev.shisa.server.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.lang.model.element.Name;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Nothing grows beyond what somebody reads in one go. What was too large when this began stands with its size in {@code sizes.tsv}: it may
 * fall and never rise, and nothing is added. {@code -Dshisa.sizes=lower} writes what has fallen.
 */
class SizesTest {

    private static final Path HOME = Path.of("../..").toAbsolutePath().normalize();
    private static final Path ALLOWED = Path.of("src/test/resources/dev/shisa/server/docs/sizes.tsv");
    private static final boolean LOWERS = "lower".equals(System.getProperty("shisa.sizes"));

    /** What is counted, and how much of it there may be where {@code sizes.tsv} says nothing. */
    private enum Kind {
        FILE(500),
        METHOD(70),
        PARAMETERS(10),
        ENGINE(166);

        private final int most;

        Kind(int most) {
            this.most = most;
        }

        String key(String where) {
            return name().toLowerCase(Locale.ROOT) + "\t" + where;
        }
    }

    @Test
    void nothingGrowsBeyondItsSize() throws IOException {
        Map<String, Integer> found = tooLarge();
        Map<String, Integer> allowed = allowed();
        List<String> grown = new ArrayList<>();
        found.forEach((what, size) -> {
            Integer most = allowed.get(what);
            if (most == null || size > most) {
                grown.add(what + ": " + size + (most == null ? "" : ", and had " + most));
            }
        });
        assertThat(grown)
                .as(
                        "make it smaller: lines of a file, lines of a method, parameters of a constructor, lines of an engine for"
                                + " a hundred of its tests")
                .isEmpty();
        if (LOWERS) {
            write(found);
            return;
        }
        List<String> fallen = allowed.keySet().stream()
                .filter(what -> !found.containsKey(what))
                .toList();
        assertThat(fallen)
                .as("is small enough now: take its line out of sizes.tsv, or run this with -Dshisa.sizes=lower")
                .isEmpty();
    }

    /** How many lines of an engine there are for a hundred of its tests. */
    private static Map<String, Integer> thinlyTested() throws IOException {
        Map<String, Integer> all = new TreeMap<>();
        try (Stream<Path> engines = Files.list(HOME.resolve("engines"))) {
            for (Path engine : engines.filter(each -> Files.exists(each.resolve("pom.xml")))
                    .toList()) {
                int tests = Math.max(1, lines(engine.resolve("src/test/java")));
                int lines = (lines(engine.resolve("src/main/java")) * 100 + tests - 1) / tests;
                if (lines > Kind.ENGINE.most) {
                    all.put(Kind.ENGINE.key(HOME.relativize(engine).toString()), lines);
                }
            }
        }
        return all;
    }

    private static int lines(Path folder) throws IOException {
        int all = 0;
        for (Path file : sources(folder)) {
            all += Files.readAllLines(file).size();
        }
        return all;
    }

    private static List<Path> sources(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    private static Map<String, Integer> tooLarge() throws IOException {
        Map<String, Integer> all = new TreeMap<>();
        for (String modules : List.of("apps", "engines")) {
            try (Stream<Path> folders = Files.list(HOME.resolve(modules))) {
                for (Path module : folders.sorted().toList()) {
                    Path folder = module.resolve("src/main/java");
                    if (Files.isDirectory(folder)) {
                        all.putAll(tooLarge(folder));
                    }
                }
            }
        }
        all.putAll(thinlyTested());
        return all;
    }

    private static Map<String, Integer> tooLarge(Path folder) throws IOException {
        Map<String, Integer> all = new TreeMap<>();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null, files, null, List.of("-proc:none"), null, files.getJavaFileObjectsFromPaths(sources(folder)));
            Sizes sizes = new Sizes(Trees.instance(task).getSourcePositions(), all);
            for (CompilationUnitTree unit : task.parse()) {
                sizes.scan(unit, null);
            }
        }
        return all;
    }

    /** Takes what is too large. */
    private static final class Sizes extends TreePathScanner<@Nullable Void, @Nullable Void> {
        private final SourcePositions positions;
        private final Map<String, Integer> all;
        private String file = "";

        Sizes(SourcePositions positions, Map<String, Integer> all) {
            this.positions = positions;
            this.all = all;
        }

        @Override
        public @Nullable Void visitCompilationUnit(CompilationUnitTree unit, @Nullable Void nothing) {
            file = HOME.relativize(Path.of(unit.getSourceFile().toUri())).toString();
            add(Kind.FILE, "", lines(unit));
            return super.visitCompilationUnit(unit, nothing);
        }

        private static int lines(CompilationUnitTree unit) {
            try {
                return (int) unit.getSourceFile()
                        .getCharContent(true)
                        .toString()
                        .lines()
                        .count();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public @Nullable Void visitMethod(MethodTree method, @Nullable Void nothing) {
            CompilationUnitTree unit = getCurrentPath().getCompilationUnit();
            ClassTree owner = (ClassTree) getCurrentPath().getParentPath().getLeaf();
            Name name = method.getName();
            long end = positions.getEndPosition(unit, method);
            if (end >= 0) {
                LineMap map = unit.getLineMap();
                long lines = map.getLineNumber(end) - map.getLineNumber(positions.getStartPosition(unit, method)) + 1;
                add(Kind.METHOD, "#" + owner.getSimpleName() + "." + name, (int) lines);
            }
            if (method.getReturnType() == null) {
                add(
                        Kind.PARAMETERS,
                        "#" + owner.getSimpleName(),
                        method.getParameters().size());
            }
            return super.visitMethod(method, nothing);
        }

        private void add(Kind kind, String within, int size) {
            if (size > kind.most) {
                all.merge(kind.key(file + within), size, Math::max);
            }
        }
    }

    private static Map<String, Integer> allowed() throws IOException {
        Map<String, Integer> all = new TreeMap<>();
        for (String line : Files.readAllLines(ALLOWED)) {
            if (!line.startsWith("#")) {
                int last = line.lastIndexOf('\t');
                all.put(line.substring(0, last), Integer.parseInt(line.substring(last + 1)));
            }
        }
        return all;
    }

    private static void write(Map<String, Integer> found) throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(ALLOWED).stream()
                .filter(line -> line.startsWith("#"))
                .toList());
        for (Map.Entry<String, Integer> each : found.entrySet()) {
            lines.add(each.getKey() + "\t" + each.getValue());
        }
        Files.write(ALLOWED, lines);
    }
}
