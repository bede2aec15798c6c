import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.CodeSigner;
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
 * <p>Run by {@code ./shisa build}: {@code java Unsigned.java FOLDER}. Ends with an exception, and the build with it, when a
 * signature does not fit.
 */
final class Unsigned {

    private Unsigned() {}

    public static void main(String[] args) throws IOException {
        try (Stream<Path> files = Files.list(Path.of(args[0]))) {
            for (Path library : files.filter(f -> f.toString().endsWith(".jar")).sorted().toList()) {
                unsign(library);
            }
        }
    }

    private static void unsign(Path library) throws IOException {
        Path unsigned = library.resolveSibling(library.getFileName() + ".unsigned");
        try (JarFile jar = new JarFile(library.toFile(), true)) {
            List<JarEntry> entries = jar.stream().toList();
            if (entries.stream().noneMatch(Unsigned::isSignature)) {
                return;
            }
            Manifest manifest = new Manifest();
            manifest.getMainAttributes().putAll(jar.getManifest().getMainAttributes());
            try (OutputStream file = Files.newOutputStream(unsigned);
                    JarOutputStream out = new JarOutputStream(file, manifest)) {
                for (JarEntry entry : entries) {
                    if (!isSignature(entry) && !entry.getName().equals(JarFile.MANIFEST_NAME)) {
                        copy(jar, entry, out);
                    }
                }
            }
        }
        Files.move(unsigned, library, StandardCopyOption.ATOMIC_MOVE);
        System.out.println("signature checked and left out: " + library.getFileName());
    }

    private static void copy(JarFile jar, JarEntry entry, JarOutputStream out) throws IOException {
        JarEntry copy = new JarEntry(entry.getName());
        copy.setTime(entry.getTime());
        out.putNextEntry(copy);
        try (InputStream in = jar.getInputStream(entry)) {
            // Reading to the end compares with the digest of the manifest; a wrong one is a SecurityException.
            in.transferTo(out);
        }
        out.closeEntry();
        CodeSigner[] signers = entry.getCodeSigners();
        if (!entry.isDirectory() && !entry.getName().startsWith("META-INF/") && signers == null) {
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
