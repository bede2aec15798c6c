import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Adds to the bill of materials (CycloneDX) of the build what a package brings along besides: the Java run time, and in an
 * image the packages of Debian below it.
 *
 * <p>Run by {@code ops/package/make.sh} with Jackson on the class path: {@code java Bill.java BILL.cdx.json RELEASE OUT
 * [LIST ARCHITECTURE DEBIAN]}, where RELEASE is the file of that name in the run time, LIST the one that
 * {@code ops/image/base.sh} reads, and DEBIAN the number of Debian's version.
 */
final class Bill {

    private Bill() {}

    public static void main(String[] args) throws Exception {
        JsonMapper json =
                JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
        ObjectNode bill = (ObjectNode) json.readTree(Path.of(args[0]));
        String shisa = bill.get("metadata").get("component").get("bom-ref").asString();
        ArrayNode components = bill.withArray("components");
        ArrayNode dependencies = bill.withArray("dependencies");
        ArrayNode needed = json.createArrayNode();
        add(components, dependencies, needed, runtime(json, Path.of(args[1])));
        if (args.length > 3) {
            for (String line : Files.readAllLines(Path.of(args[3]))) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    add(components, dependencies, needed, debian(json, line.split(" "), args[4], args[5]));
                }
            }
        }
        dependencies
                .valueStream()
                .filter(each -> each.get("ref").asString().equals(shisa))
                .forEach(each -> ((ObjectNode) each).withArray("dependsOn").addAll(needed));
        Files.writeString(Path.of(args[2]), json.writeValueAsString(bill) + "\n");
    }

    private static void add(ArrayNode components, ArrayNode dependencies, ArrayNode needed, ObjectNode made) {
        components.add(made);
        needed.add(made.get("bom-ref"));
        dependencies.addObject().set("ref", made.get("bom-ref"));
    }

    private static ObjectNode runtime(JsonMapper json, Path release) throws Exception {
        Properties said = new Properties();
        try (var reader = Files.newBufferedReader(release)) {
            said.load(reader);
        }
        String version = said.getProperty("JAVA_VERSION").replace("\"", "");
        String supplier = said.getProperty("IMPLEMENTOR", "unknown").replace("\"", "");
        ObjectNode made = component(
                json,
                "platform",
                "pkg:generic/openjdk@" + version,
                supplier,
                "openjdk",
                version,
                "GPL-2.0-only WITH Classpath-exception-2.0");
        made.put("cpe", "cpe:2.3:a:oracle:openjdk:" + version + ":*:*:*:*:*:*:*");
        return made;
    }

    private static ObjectNode debian(JsonMapper json, String[] columns, String architecture, String debian) {
        String purl = "pkg:deb/debian/" + columns[0].replace("+", "%2B") + "@"
                + columns[1].replace(":", "%3A").replace("+", "%2B") + "?arch=" + architecture + "&distro=debian-"
                + debian;
        ObjectNode made = component(
                json, "library", purl, "The Debian Project", columns[0], columns[1], columns[3].replace(',', ' '));
        ObjectNode hash = made.putArray("hashes").addObject();
        hash.put("alg", "SHA-256").put("content", columns[2]);
        return made;
    }

    private static ObjectNode component(
            JsonMapper json, String type, String purl, String supplier, String name, String version, String licence) {
        ObjectNode made = json.createObjectNode();
        made.put("type", type).put("bom-ref", purl);
        made.putObject("supplier").put("name", supplier);
        made.put("name", name).put("version", version).put("scope", "required");
        ObjectNode one = made.putArray("licenses").addObject();
        if (List.of(licence.split(" ")).size() > 1 || licence.startsWith("LicenseRef-")) {
            one.put("expression", licence);
        } else {
            one.putObject("license").put("id", licence);
        }
        made.put("purl", purl);
        return made;
    }
}
