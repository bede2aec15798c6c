import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;

/**
 * Takes the proxies out of the server's jar that Spring made when it was built: their methods stand in the order in which
 * that JVM happened to have their names in memory, so no two builds have the same bytes. Spring makes them at the start
 * where they are missing. Proxies that other classes name are of configurations, not of ours, and stay.
 *
 * <p>Run by {@code ops/package/make.sh}: {@code java Proxies.java JAR}. Ends with an exception if there is none, since then
 * they are named in another way.
 */
final class Proxies {

    private static final String OURS = "dev/shisa/.*\\$\\$SpringCGLIB\\$\\$\\d+\\.class";

    private Proxies() {}

    public static void main(String[] args) throws IOException {
        Path library = Path.of(args[0]);
        Path written = library.resolveSibling(library.getFileName() + ".written");
        int left = 0;
        try (JarFile jar = new JarFile(library.toFile());
                JarOutputStream out = new JarOutputStream(Files.newOutputStream(written))) {
            List<JarEntry> entries = jar.stream().toList();
            for (JarEntry entry : entries) {
                if (entry.getName().matches(OURS)) {
                    left++;
                    continue;
                }
                JarEntry copy = new JarEntry(entry.getName());
                copy.setTimeLocal(entry.getTimeLocal());
                out.putNextEntry(copy);
                try (InputStream in = jar.getInputStream(entry)) {
                    in.transferTo(out);
                }
                out.closeEntry();
            }
        }
        if (left == 0) {
            throw new IOException("no proxy in " + library);
        }
        Files.move(written, library, StandardCopyOption.ATOMIC_MOVE);
    }
}
