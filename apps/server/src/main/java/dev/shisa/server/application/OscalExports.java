package dev.shisa.server.application;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.api.Operation;
import dev.shisa.server.platform.audit.Recorded;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Assessment results in OSCAL as a file, for people and for programs. */
@Controller
class OscalExports {

    private final Products products;
    private final OscalResults results;
    private final JsonMapper json;

    OscalExports(Products products, OscalResults results, JsonMapper json) {
        this.products = products;
        this.results = results;
        this.json = json.rebuild().enable(SerializationFeature.INDENT_OUTPUT).build();
    }

    @GetMapping(path = "/products/{code}/application/oscal.json", produces = MediaType.APPLICATION_JSON_VALUE)
    @Requires(Act.VIEW)
    @Recorded("take.form")
    ResponseEntity<byte[]> ofSeries(
            @PathVariable String code, @AuthenticationPrincipal Person person, @ModelAttribute("ui") Ui ui) {
        return series(code, person, ui);
    }

    @GetMapping(path = "/organisation/oscal.json", produces = MediaType.APPLICATION_JSON_VALUE)
    @Requires(Act.VIEW)
    @Recorded("take.form")
    ResponseEntity<byte[]> ofOrganisation(@ModelAttribute("ui") Ui ui) {
        return organisation(ui);
    }

    @GetMapping(path = "/api/v1/series/{code}/oscal.json", produces = MediaType.APPLICATION_JSON_VALUE)
    @Requires(Act.VIEW)
    @Recorded("take.form")
    @Operation(id = "export.oscal", file = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> ofSeriesForPrograms(
            @PathVariable String code, @AuthenticationPrincipal Person person, @ModelAttribute("ui") Ui ui) {
        return series(code, person, ui);
    }

    @GetMapping(path = "/api/v1/organisation/oscal.json", produces = MediaType.APPLICATION_JSON_VALUE)
    @Requires(Act.VIEW)
    @Recorded("take.form")
    @Operation(id = "export.oscal-organisation", file = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> ofOrganisationForPrograms(@ModelAttribute("ui") Ui ui) {
        return organisation(ui);
    }

    private ResponseEntity<byte[]> series(String code, Person person, Ui ui) {
        Series series = products.require(code, person);
        return file(results.of(series, ui), series.code() + "-oscal-" + ui.day(ui.now()) + ".json");
    }

    private ResponseEntity<byte[]> organisation(Ui ui) {
        return file(results.ofOrganisation(ui), "organisation-oscal-" + ui.day(ui.now()) + ".json");
    }

    private ResponseEntity<byte[]> file(Map<String, Object> document, String name) {
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename(name, StandardCharsets.UTF_8)
                                .build()
                                .toString())
                .header("X-Content-Type-Options", "nosniff")
                .body(json.writeValueAsBytes(document));
    }
}
