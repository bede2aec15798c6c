package dev.shisa.fuzz;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The classes of engines and server, whether they stand in folders or, once a module is packaged, in its jar. */
final class OurClasses {

    private OurClasses() {}

    /** What is in their files, by their names. */
    static Map<String, byte[]> all() throws IOException {
        Map<String, byte[]> all = new TreeMap<>();
        for (String element : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path module = Path.of(element);
            if (Files.isDirectory(module) && !module.endsWith("test-classes")) {
                add(all, module);
            } else if (module.getFileName().toString().matches("shisa-.*\\.jar")) {
                try (FileSystem jar = FileSystems.newFileSystem(module)) {
                    add(all, jar.getPath("/"));
                }
            }
        }
        return all;
    }

    private static void add(Map<String, byte[]> all, Path root) throws IOException {
        Path ours = root.resolve("dev/shisa");
        if (Files.isDirectory(ours)) {
            try (Stream<Path> files = Files.walk(ours)) {
                for (Path file :
                        files.filter(f -> f.toString().endsWith(".class")).toList()) {
                    String name = root.relativize(file).toString().replace('/', '.');
                    all.put(name.substring(0, name.length() - ".class".length()), Files.readAllBytes(file));
                }
            }
        }
    }
}
