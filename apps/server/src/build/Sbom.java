import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Finishes the bill of materials (CycloneDX 1.6) of Shisa itself: what Maven knows of the server and of the commands as
 * one list, each part with a supplier and a licence, and the parts that Maven does not see because they lie within others
 * (PostgreSQL and its libraries, fonts, a script).
 *
 * <p>Run by the build with Jackson on the class path: {@code java Sbom.java SERVER.cdx.json COMMANDS.cdx.json PARTS.json
 * SPDX-LICENCES.txt OUT.cdx.json TIME}. Ends with an exception, and the build with it, when a part has no licence, an
 * unknown one, or no supplier.
 */
final class Sbom {

    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final JsonNode known;
    private final Set<String> spdx;

    private Sbom(JsonNode known, Set<String> spdx) {
        this.known = known;
        this.spdx = spdx;
    }

    public static void main(String[] args) throws IOException {
        ObjectNode server = read(args[0]);
        Set<String> spdx = new HashSet<>(Files.readAllLines(Path.of(args[3])));
        new Sbom(read(args[2]), spdx).finish(server, read(args[1]));
        // The plugin leaves it out of builds that are to come out the same; theirs is the time that they were given.
        ((ObjectNode) server.get("metadata")).put("timestamp", instant(args[5]).toString());
        String whole = JSON.writeValueAsString(server);
        server.put("serialNumber", "urn:uuid:" + UUID.nameUUIDFromBytes(whole.getBytes(StandardCharsets.UTF_8)));
        Files.createDirectories(Path.of(args[4]).getParent());
        Files.writeString(Path.of(args[4]), JSON.writeValueAsString(server) + "\n");
    }

    /** @param time seconds since 1970, or as ISO 8601 writes it: what Maven takes as {@code project.build.outputTimestamp} */
    private static Instant instant(String time) {
        return time.matches("[0-9]+") ? Instant.ofEpochSecond(Long.parseLong(time)) : Instant.parse(time);
    }

    private static ObjectNode read(String file) {
        return (ObjectNode) JSON.readTree(Path.of(file).toFile());
    }

    private void finish(ObjectNode bom, ObjectNode commands) {
        ArrayNode components = (ArrayNode) bom.get("components");
        ArrayNode dependencies = (ArrayNode) bom.get("dependencies");
        ObjectNode shisa = (ObjectNode) bom.get("metadata").get("component");
        JsonNode command = commands.get("metadata").get("component");
        components.add(command);
        add(components, commands.get("components"), "bom-ref");
        add(dependencies, commands.get("dependencies"), "ref");
        dependsOn(dependencies, shisa, command);
        shisa.put("name", "Shisa").remove("externalReferences");
        complete(shisa);
        List<String> missing = new ArrayList<>();
        for (JsonNode each : components) {
            complete((ObjectNode) each);
            if (each.path("licenses").isEmpty() || !each.has("supplier")) {
                missing.add(each.get("bom-ref").asString());
            }
        }
        if (!missing.isEmpty()) {
            throw new IllegalStateException(
                    "no licence or supplier is known of " + missing + ": tell it in sbom-parts.json");
        }
        for (JsonNode part : known.get("parts")) {
            ObjectNode made = component(part);
            String within = "/" + part.path("within").asString("") + "/";
            for (JsonNode whole : components) {
                if (part.has("within") && whole.get("bom-ref").asString().contains(within)) {
                    dependsOn(dependencies, whole, made);
                }
            }
            if (!part.has("within")) {
                dependsOn(dependencies, shisa, made);
            }
            components.add(made);
            dependencies.addObject().set("ref", made.get("bom-ref"));
        }
    }

    private static void dependsOn(ArrayNode dependencies, JsonNode whole, JsonNode part) {
        for (JsonNode each : dependencies) {
            if (each.get("ref").equals(whole.get("bom-ref"))) {
                ((ObjectNode) each).withArray("dependsOn").add(part.get("bom-ref"));
            }
        }
    }

    /** What is in the second list and not in the first. */
    private static void add(ArrayNode first, JsonNode second, String id) {
        Set<JsonNode> there = new HashSet<>();
        first.forEach(each -> there.add(each.get(id)));
        StreamSupport.stream(second.spliterator(), false)
                .filter(each -> there.add(each.get(id)))
                .forEach(first::add);
    }

    private void complete(ObjectNode component) {
        String group = component.path("group").asString("");
        if (group.equals("dev.shisa")) {
            // Inherited from the parent of the build: they lead to somebody else's project.
            component.remove("externalReferences");
            component.remove("publisher");
            // Of a file that is written once more before it is shipped.
            component.remove("hashes");
        }
        nearest("suppliers", group, component.path("name").asString(""))
                .or(() -> Optional.ofNullable(component.path("publisher").asString(null)))
                .ifPresent(supplier -> component.putObject("supplier").put("name", supplier));
        nearest("licences", group, component.path("name").asString(""))
                .ifPresent(l -> component.set("licenses", licence(l)));
    }

    /** What is told of {@code group/name}, or of the group, or of a group that it begins with. */
    private Optional<String> nearest(String what, String group, String name) {
        JsonNode table = known.get(what);
        String prefix = group + "/" + name;
        while (!prefix.isEmpty()) {
            if (table.has(prefix)) {
                return Optional.of(table.get(prefix).asString());
            }
            prefix = prefix.substring(0, Math.max(0, Math.max(prefix.lastIndexOf('/'), prefix.lastIndexOf('.'))));
        }
        return Optional.empty();
    }

    private ObjectNode component(JsonNode part) {
        ObjectNode made = JSON.createObjectNode();
        made.put("type", part.path("type").asString("library"));
        made.put("bom-ref", part.get("purl").asString());
        made.putObject("supplier").put("name", part.get("supplier").asString());
        made.put("name", part.get("name").asString());
        made.put("version", part.get("version").asString());
        made.put("scope", "required");
        made.set("licenses", licence(part.get("licence").asString()));
        if (part.has("cpe")) {
            made.set("cpe", part.get("cpe"));
        }
        made.set("purl", part.get("purl"));
        ArrayNode places = made.putObject("evidence").putArray("occurrences");
        part.get("files").forEach(file -> places.addObject().set("location", file));
        return made;
    }

    private ArrayNode licence(String words) {
        ArrayNode licences = JSON.createArrayNode();
        if (words.contains(" ") || words.startsWith("LicenseRef-")) {
            licences.addObject().put("expression", words);
        } else if (spdx.contains(words)) {
            licences.addObject().putObject("license").put("id", words);
        } else {
            throw new IllegalStateException(words + " is no licence of SPDX's list");
        }
        return licences;
    }
}
