package dev.shisa.server.platform.settings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * What this Shisa is made of: its own bill of materials (CycloneDX 1.6), written by the build beside the classes. The file
 * is read when somebody asks, since hardly anybody does.
 */
@Component
public final class OwnParts {

    static final String MEDIA_TYPE = "application/vnd.cyclonedx+json";

    private final ObjectMapper json;
    private final Resource bill;

    /** @param packaged the list of a package, which names its run time and system too; empty: the one of the build */
    OwnParts(ObjectMapper json, @Value("${shisa.bill:}") String packaged) {
        this.json = json;
        this.bill = packaged.isEmpty()
                ? new ClassPathResource("META-INF/sbom/application.cdx.json")
                : new FileSystemResource(packaged);
    }

    /**
     * One part.
     *
     * @param licence an SPDX expression, or the licence's own name
     */
    public record Part(String name, String version, String supplier, String licence) {}

    /** The file as the build, or the package, wrote it. */
    byte[] file() {
        try {
            return bill.getContentAsByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("the build left no bill of materials", e);
        }
    }

    /** The file as an attachment. */
    ResponseEntity<byte[]> download() {
        return ResponseEntity.ok()
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename("shisa.cdx.json")
                                .build()
                                .toString())
                .contentType(MediaType.parseMediaType(MEDIA_TYPE))
                .body(file());
    }

    /** All parts by name, without the modules of Shisa itself. */
    List<Part> all() {
        return StreamSupport.stream(json.readTree(file()).get("components").spliterator(), false)
                .filter(component -> !component.path("group").asString("").equals("dev.shisa"))
                .map(OwnParts::part)
                .sorted(Comparator.comparing(Part::name, String.CASE_INSENSITIVE_ORDER))
                .toList();
    }

    private static Part part(JsonNode component) {
        String licence = StreamSupport.stream(component.get("licenses").spliterator(), false)
                .map(OwnParts::licence)
                .collect(Collectors.joining(" AND "));
        return new Part(
                component.get("name").asString(),
                component.get("version").asString(),
                component.get("supplier").get("name").asString(),
                licence);
    }

    private static String licence(JsonNode choice) {
        JsonNode licence = choice.path("license");
        return choice.path("expression")
                .asString(licence.path("id").asString(licence.path("name").asString("")));
    }
}
