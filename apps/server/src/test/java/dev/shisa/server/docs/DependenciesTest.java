package dev.shisa.server.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code docs/dependencies.md} has a line for everything of others that our poms name, and for every file of others in our tree. */
class DependenciesTest {

    private static final Path HOME = Path.of("..", "..");

    /** A row of a table whose first cell is a name in code, with what it is for and why. */
    private static final Pattern LINE = Pattern.compile("(?m)^\\| `([^`]+)` \\| ([^|]+) \\| ([^|]+) \\|$");

    @Test
    void everyArtifactOfAPomHasALineAndNothingElse() throws Exception {
        Set<String> named = new TreeSet<>();
        for (Path pom : poms()) {
            Document document =
                    DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(pom.toFile());
            for (String element : List.of("dependency", "plugin", "path", "parent")) {
                NodeList all = document.getElementsByTagName(element);
                for (int i = 0; i < all.getLength(); i++) {
                    Element one = (Element) all.item(i);
                    named.add(child(one, "groupId", "org.apache.maven.plugins") + ":" + child(one, "artifactId", ""));
                }
            }
        }
        named.removeIf(artifact -> artifact.startsWith("dev.shisa:"));
        assertThat(lines("artifact")).isEqualTo(named);
    }

    @Test
    void everyFileOfOthersHasALineAndNothingElse() throws IOException {
        Set<String> named = new TreeSet<>();
        JsonNode parts = JsonMapper.shared()
                .readTree(Files.readString(Path.of("src/build/sbom-parts.json")))
                .get("parts");
        for (JsonNode part : parts) {
            if (!part.has("within")) {
                named.add(part.get("name").asString());
            }
        }
        assertThat(lines("part")).isEqualTo(named);
    }

    private static Set<String> lines(String kind) {
        Set<String> lines = new TreeSet<>();
        Matcher line = LINE.matcher(CodeOfPackage.read(HOME.resolve("docs/dependencies.md")));
        while (line.find()) {
            if (line.group(1).contains(":") == kind.equals("artifact")) {
                assertThat(lines.add(line.group(1))).as(line.group(1) + " once").isTrue();
            }
        }
        return lines;
    }

    private static List<Path> poms() throws IOException {
        try (Stream<Path> files = Files.find(HOME, 3, (file, _) -> file.endsWith("pom.xml"))) {
            return files.filter(file -> !file.toString().contains("target")).toList();
        }
    }

    private static String child(Element parent, String name, String otherwise) {
        for (Node child = parent.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child.getNodeName().equals(name)) {
                return child.getTextContent().strip();
            }
        }
        return otherwise;
    }
}
