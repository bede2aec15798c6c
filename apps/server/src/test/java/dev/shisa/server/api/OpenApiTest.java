package dev.shisa.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.shisa.server.Api;
import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.platform.api.Operation;
import dev.shisa.server.platform.web.Messages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;

/** The description of the API says what there is: every route, every parameter, every failure. */
class OpenApiTest extends ServerTest {

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    private RequestMappingHandlerMapping mapping;

    @Autowired
    private Messages messages;

    @Test
    void everyRouteIsDescribedAndNothingElseIs() {
        JsonNode document = Api.document(mvc);
        Set<String> described = new TreeSet<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .propertyNames()
                        .forEach(method -> described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
        Set<String> routes = new TreeSet<>();
        mapping.getHandlerMethods()
                .forEach((info, handler) -> info.getPatternValues().stream()
                        .filter(pattern -> pattern.startsWith("/api/v1/") && !pattern.endsWith("openapi.json"))
                        .forEach(pattern -> {
                            assertThat(handler.hasMethodAnnotation(Operation.class))
                                    .as(pattern)
                                    .isTrue();
                            assertThat(handler.hasMethodAnnotation(Requires.class))
                                    .as(pattern)
                                    .isTrue();
                            info.getMethodsCondition()
                                    .getMethods()
                                    .forEach(method -> routes.add(method + " " + pattern));
                        }));
        assertThat(described).isEqualTo(routes).hasSizeGreaterThan(55);
        assertThat(document.path("openapi").asString()).isEqualTo("3.1.1");
    }

    @Test
    void operationsHaveNamesOfTheirOwnAndFailuresHaveWords() {
        JsonNode document = Api.document(mvc);
        List<String> ids = new ArrayList<>();
        Set<String> silent = new TreeSet<>();
        document.path("paths")
                .forEach(path -> path.forEach(operation -> {
                    ids.add(operation.path("operationId").asString());
                    assertThat(operation.path("summary").asString()).isNotBlank();
                    operation
                            .path("parameters")
                            .forEach(parameter -> assertThat(
                                            parameter.path("description").asString())
                                    .isNotBlank());
                    operation
                            .path("responses")
                            .forEach(response -> response.path("content")
                                    .path("application/problem+json")
                                    .path("schema")
                                    .path("properties")
                                    .path("code")
                                    .path("enum")
                                    .forEach(code -> {
                                        for (String end : List.of("", ".next")) {
                                            if (!messages.has(Locale.JAPANESE, "error." + code.asString() + end)) {
                                                silent.add(code.asString() + end);
                                            }
                                        }
                                    }));
                }));
        assertThat(ids).doesNotHaveDuplicates();
        assertThat(silent).isEmpty();
    }

    @Test
    void whatIsGatheredOfFailuresIsOfOperationsThatThereAre() throws IOException {
        Set<String> ids = Api.document(mvc)
                .path("paths")
                .valueStream()
                .flatMap(JsonNode::valueStream)
                .map(operation -> operation.path("operationId").asString())
                .collect(Collectors.toSet());
        List<String> gathered = Files.readAllLines(Path.of("src/main/resources/api-fails.tsv")).stream()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("\t", 2)[0])
                .toList();

        assertThat(gathered).isSorted().doesNotHaveDuplicates().hasSizeGreaterThan(300);
        assertThat(ids).containsAll(gathered);
    }

    @Test
    void everyPartOfAnAddressIsAParameter() {
        Api.document(mvc).path("paths").properties().forEach(path -> {
            List<String> parts = Pattern.compile("\\{(\\w+)}")
                    .matcher(path.getKey())
                    .results()
                    .map(part -> part.group(1))
                    .toList();
            path.getValue()
                    .forEach(operation -> assertThat(operation
                                    .path("parameters")
                                    .valueStream()
                                    .filter(parameter ->
                                            parameter.path("in").asString().equals("path"))
                                    .map(parameter -> parameter.path("name").asString()))
                            .as(path.getKey())
                            .containsExactlyInAnyOrderElementsOf(parts));
        });
    }

    /** OpenAPI 3.1 takes its schemas from JSON Schema 2020-12, whose own schema says what one is. */
    @Test
    void everySchemaIsOne() {
        JsonNode document = Api.document(mvc);
        var meta = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema("{\"$ref\": \"https://json-schema.org/draft/2020-12/schema\"}", InputFormat.JSON);
        document.path("components").path("schemas").properties().forEach(schema -> {
            assertThat(meta.validate(schema.getValue().toString(), InputFormat.JSON))
                    .as(schema.getKey())
                    .isEmpty();
        });
        assertThat(document.path("components").path("schemas").size()).isGreaterThan(40);
        assertThat(meta.validate("{\"type\": \"strnig\"}", InputFormat.JSON)).isNotEmpty();
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        JsonNode document = Api.document(mvc);
        document.findValuesAsString("$ref").forEach(reference -> {
            assertThat(document.at(reference.substring(1)).isMissingNode())
                    .as(reference)
                    .isFalse();
        });
    }

    @Test
    void aReaderFindsItInBothLanguagesWithoutAnyScript() {
        Browser ja = signedIn(Role.QUALITY);
        assertThat(ja.get("/help/api").html()).contains("href=\"/help/api/verdict\"", "href=\"/help/api/evidence\"");
        assertThat(ja.get("/help/api/verdict").text()).contains("/api/v1/series/{code}/verdicts");
        assertThat(ja.get("/help/api/evidence").text()).contains("エビデンスを確認事項とともに記録する", "fact.not-a-choice");
        assertThat(ja.get("/help/api?q=確認事項とともに").text())
                .contains("エビデンスを確認事項とともに記録する")
                .doesNotContain("/api/v1/series/{code}/verdicts");
        assertThat(ja.get("/help/api?q=xyzzy").text()).contains("見つかりませんでした");
        assertThat(ja.get("/help/api/nothing").status()).isEqualTo(404);
        Page en = signedOut().english().get("/help/api/evidence");
        assertThat(en.text()).contains("Record evidence with its facts", "Scope needed");
        assertThat(en.html()).doesNotContain("<script>", "https://cdn");
    }
}
