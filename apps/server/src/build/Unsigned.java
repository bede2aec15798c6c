import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.CodeSigner;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/**
 * Checks the signatures of signed libraries once, when Shisa is built, and puts the same libraries without them in their
 * place. A JVM would otherwise read 20,000 lines of digests and hash each class again at every start, and its start-up
 * cache takes no class of a signed file.
 *
 * <p>Whatever it writes, and our own files too, has one time and no modes in it: who builds, where and when, is not to be
 * seen in the bytes.
 *
 * <p>Run by {@code ./shisa build}: {@code java Unsigned.java FOLDER SECONDS}, the time as seconds since 1970. Ends with an
 * exception, and the build with it, when a signature does not fit.
 */
final class Unsigned {

    private static final String OURS = "shisa";

    private final LocalDateTime time;

    private Unsigned(LocalDateTime time) {
        this.time = time;
    }

    public static void main(String[] args) throws IOException {
        Unsigned unsigned = new Unsigned(LocalDateTime.ofEpochSecond(Long.parseLong(args[1]), 0, ZoneOffset.UTC));
        try (Stream<Path> files = Files.list(Path.of(args[0]))) {
            for (Path library :
                    files.filter(f -> f.toString().endsWith(".jar")).sorted().toList()) {
                unsigned.write(library);
            }
        }
    }

    private void write(Path library) throws IOException {
        Path written = library.resolveSibling(library.getFileName() + ".unsigned");
        try (JarFile jar = new JarFile(library.toFile(), true)) {
            List<JarEntry> entries = jar.stream().toList();
            boolean ours = library.getFileName().toString().startsWith(OURS);
            // In ours lies a mark of Spring Boot that looks like one.
            boolean signed = !ours && entries.stream().anyMatch(Unsigned::isSignature);
            if (!signed && !ours) {
                return;
            }
            Manifest manifest = jar.getManifest();
            if (signed) {
                // Without the digests of each entry.
                manifest = new Manifest();
                manifest.getMainAttributes().putAll(jar.getManifest().getMainAttributes());
            }
            try (OutputStream file = Files.newOutputStream(written);
                    JarOutputStream out = new JarOutputStream(file)) {
                out.putNextEntry(entry(JarFile.MANIFEST_NAME));
                manifest.write(out);
                out.closeEntry();
                for (JarEntry entry : entries) {
                    if (!(signed && isSignature(entry)) && !entry.getName().equals(JarFile.MANIFEST_NAME)) {
                        copy(jar, entry, out, signed);
                    }
                }
            }
            System.out.println((signed ? "signature checked and left out: " : "of one time: ") + library.getFileName());
        }
        Files.move(written, library, StandardCopyOption.ATOMIC_MOVE);
    }

    private JarEntry entry(String name) {
        JarEntry entry = new JarEntry(name);
        entry.setTimeLocal(time);
        return entry;
    }

    private void copy(JarFile jar, JarEntry entry, JarOutputStream out, boolean signed) throws IOException {
        out.putNextEntry(entry(entry.getName()));
        try (InputStream in = jar.getInputStream(entry)) {
            // Reading to the end compares with the digest of the manifest; a wrong one is a SecurityException.
            in.transferTo(out);
        }
        out.closeEntry();
        CodeSigner[] signers = entry.getCodeSigners();
        if (signed && !entry.isDirectory() && !entry.getName().startsWith("META-INF/") && signers == null) {
            throw new IOException(jar.getName() + " is signed, but " + entry.getName() + " in it is not");
        }
    }

    private static boolean isSignature(JarEntry entry) {
        String name = entry.getName().toUpperCase(Locale.ROOT);
        return name.startsWith("META-INF/")
                && name.indexOf('/', "META-INF/".length()) < 0
                && (name.endsWith(".SF") || name.endsWith(".RSA") || name.endsWith(".DSA") || name.endsWith(".EC"));
    }
}
