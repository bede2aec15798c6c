package dev.shisa.bom.internal;

import static dev.shisa.bom.internal.BoundedJson.text;

import dev.shisa.bom.BomFormat;
import dev.shisa.bom.ByteSource;
import dev.shisa.bom.Packed;
import dev.shisa.bom.Problem;
import dev.shisa.bom.Problem.Kind;
import dev.shisa.bom.Reading;
import dev.shisa.bom.internal.Spdx2.Relationship;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZIOException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * What Yocto and OpenEmbedded write for an image (create-spdx 2.2): an archive with one SPDX document for each recipe, for each
 * package, for what each package needs at run time, and for the image, which contains the packages. The packages of the image are
 * its components; what is known of the recipe that a package was built from (CPE names, repaired vulnerabilities) is joined to it.
 * Recipes and the tools that built them are not in the device and are no components.
 */
public final class SpdxArchive {

    /** The archive of a large image with the lists of all files, unpacked; read piece by piece. */
    private static final long UNPACKED_BYTES_MAX = 1L << 30;

    /** The list of documents that the archive itself holds. */
    private static final String INDEX = "index.json";

    private final Intake intake = new Intake(BomFormat.SPDX_ARCHIVE);

    /** All packages by namespace and identifier. */
    private final Map<String, Draft> packages = new LinkedHashMap<>();

    private final List<Relationship> relationships = new ArrayList<>();
    private final Map<String, Spdx2> documents = new LinkedHashMap<>();
    private final Map<String, String> digests = new HashMap<>();
    private final Set<String> toldTooMany = new HashSet<>();
    private @Nullable JsonNode index;

    private SpdxArchive() {}

    /** Reads an archive: tar, as it is or packed with gzip, Zstandard or xz. */
    public static Reading read(ByteSource source) throws IOException {
        SpdxArchive archive = new SpdxArchive();
        String broken = "";
        try (InputStream in = Packed.open(source.open(), UNPACKED_BYTES_MAX)) {
            Tar tar = new Tar(in);
            while (tar.next()) {
                archive.file(tar.name(), tar.content());
            }
        } catch (ZipException | EOFException | XZIOException e) {
            broken = String.valueOf(e.getMessage());
        }
        if (archive.documents.isEmpty()) {
            return new Reading.Refused(
                    broken.isEmpty()
                            ? Problem.at("/", Kind.NOT_A_BOM, "an archive without an SPDX document")
                            : Problem.at("/", Kind.UNREADABLE, broken));
        }
        if (!broken.isEmpty()) {
            archive.intake.problem("/", Kind.BROKEN_OFF, broken);
        }
        return archive.done();
    }

    // ---- documents -----------------------------------------------------------------------------

    private void file(String name, InputStream content) throws IOException {
        if (name.equals(INDEX)) {
            index(content);
            return;
        }
        if (!name.endsWith(".json")) {
            intake.problem(name, Kind.LEFT_OUT, name);
            return;
        }
        MessageDigest digest = sha1();
        InputStream in = new DigestInputStream(content, digest);
        Spdx2 spdx = SpdxJson.readOneOfMany(in);
        in.transferTo(java.io.OutputStream.nullOutputStream());
        digests.put(name, HexFormat.of().formatHex(digest.digest()));
        if (spdx.version.isEmpty()) {
            intake.problem(name, Kind.LEFT_OUT, name);
            return;
        }
        spdx.check();
        if (documents.putIfAbsent(spdx.namespace, spdx) != null) {
            spdx.intake.problem("/documentNamespace", Kind.DUPLICATE_REF, spdx.namespace);
        } else {
            take(name, spdx);
        }
        intake.problemsOf(name, spdx.intake);
    }

    private void take(String file, Spdx2 spdx) {
        for (Map.Entry<String, Draft> entry : spdx.packages.entrySet()) {
            if (packages.size() == Intake.COMPONENTS_MAX) {
                tooMany(file, Intake.COMPONENTS_MAX, "packages");
                break;
            }
            String id = spdx.namespace + "#" + entry.getKey();
            packages.put(id, entry.getValue().at(id, file + ": " + entry.getValue().place));
        }
        spdx.packages.clear();
        for (Relationship r : spdx.relationships) {
            String from = outside(spdx, r.from());
            String to = outside(spdx, r.to());
            boolean amends = r.type().equals("AMENDS");
            boolean joins = Spdx2.needs(r.type())
                    || Spdx2.neededBy(r.type())
                    || r.type().equals("GENERATED_FROM");
            if (!(amends || joins) || from.isEmpty() || to.isEmpty()) {
                continue;
            }
            if (relationships.size() == Intake.DEPENDENCIES_MAX) {
                tooMany(file, Intake.DEPENDENCIES_MAX, "relationships");
                break;
            }
            relationships.add(new Relationship(from, r.type(), to, file + ": " + r.place()));
        }
        spdx.relationships.clear();
    }

    private void tooMany(String file, int max, String what) {
        if (toldTooMany.add(what)) {
            intake.problem(file, Kind.TOO_MANY, Integer.toString(max), what);
        }
    }

    /** An identifier as all documents know it: namespace and its own; empty if the document does not say whose it is. */
    private static String outside(Spdx2 spdx, String id) {
        int colon = id.indexOf(':');
        if (!id.startsWith("DocumentRef-")) {
            return spdx.namespace + "#" + id;
        }
        String namespace = colon < 0 ? null : spdx.documents.get(id.substring(0, colon));
        return namespace == null ? "" : namespace + "#" + id.substring(colon + 1);
    }

    private void index(InputStream content) {
        try {
            index = BoundedJson.MAPPER.readTree(content);
        } catch (JacksonException e) {
            intake.problem(INDEX + ": " + BoundedJson.place(e), Kind.BROKEN_OFF, BoundedJson.reason(e));
        }
    }

    /** Whether every document that the index names is there, unchanged. */
    private void compareWithIndex() {
        if (index == null) {
            return;
        }
        int i = 0;
        for (JsonNode document : index.path("documents")) {
            String place = INDEX + ": /documents/" + i++;
            String name = text(document, "filename");
            String digest = digests.get(name);
            if (digest == null) {
                intake.problem(place, Kind.MISSING, name);
            } else if (!text(document, "sha1").isEmpty()
                    && !text(document, "sha1").equalsIgnoreCase(digest)) {
                intake.problem(place, Kind.BAD_VALUE, "SHA-1 of " + name, text(document, "sha1"));
            }
        }
    }

    private static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }

    // ---- joining -------------------------------------------------------------------------------

    private Reading done() {
        compareWithIndex();
        // What contains packages of other documents is an image; packages contain nothing but files.
        Set<String> images = new LinkedHashSet<>();
        Set<String> contained = new LinkedHashSet<>();
        Set<String> built = new LinkedHashSet<>();
        Map<String, String> recipes = new HashMap<>();
        for (Relationship r : relationships) {
            boolean ends = packages.containsKey(r.from()) && packages.containsKey(r.to());
            if (ends && r.type().equals("CONTAINS")) {
                images.add(r.from());
                contained.add(r.to());
            } else if (ends && r.type().equals("GENERATED_FROM")) {
                built.add(r.from());
                recipes.put(r.from(), r.to());
            }
        }
        Set<String> components = !contained.isEmpty() ? contained : !built.isEmpty() ? built : packages.keySet();
        recipes.forEach(this::joinRecipe);
        head(images);
        for (String id : components) {
            Draft draft = packages.get(id);
            if (draft != null && !images.contains(id) && !intake.add(draft)) {
                break;
            }
        }
        dependencies(components, images);
        return intake.done();
    }

    private void joinRecipe(String builtId, String recipeId) {
        Draft built = packages.get(builtId);
        Draft recipe = packages.get(recipeId);
        if (built != null && recipe != null) {
            built.sourcePackage = (recipe.name + " " + recipe.version).strip();
            built.join(recipe);
        }
    }

    /** What the list says of itself is what the image's document says; without one, the first. */
    private void head(Set<String> images) {
        String image = images.isEmpty() ? "" : images.iterator().next();
        Spdx2 first = documents.values().iterator().next();
        Spdx2 about = documents.getOrDefault(image.substring(0, Math.max(0, image.lastIndexOf('#'))), first);
        intake.specVersion = about.intake.specVersion;
        intake.serial = about.intake.serial;
        intake.created = about.intake.created;
        intake.authors.addAll(about.intake.authors);
        intake.tools.addAll(about.intake.tools);
        Draft subject = packages.get(image);
        if (images.size() == 1 && subject != null) {
            intake.subject(subject);
        }
    }

    private void dependencies(Set<String> components, Set<String> images) {
        Set<String> inside = new HashSet<>(components);
        if (images.size() == 1) {
            inside.addAll(images);
        }
        for (Relationship r : relationships) {
            // Each package has a document on what it needs at run time, also if that is nothing.
            if (r.type().equals("AMENDS") && inside.contains(r.to())) {
                intake.dependsOnNothingYet(r.to(), r.place());
            } else if (Spdx2.needs(r.type()) && inside.contains(r.from()) && inside.contains(r.to())) {
                intake.dependency(r.from(), r.to(), r.place());
            } else if (Spdx2.neededBy(r.type()) && inside.contains(r.from()) && inside.contains(r.to())) {
                intake.dependency(r.to(), r.from(), r.place());
            }
        }
    }
}
