package dev.shisa.server.catalogue;

import dev.shisa.conformity.FactDefinition;
import dev.shisa.conformity.Framework;
import dev.shisa.conformity.ParameterDefinition;
import dev.shisa.conformity.Requirement;
import dev.shisa.conformity.RequirementId;
import dev.shisa.conformity.Text;
import dev.shisa.conformity.Vocabulary;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.api.Answer;
import dev.shisa.server.platform.api.BadField;
import dev.shisa.server.platform.api.Body;
import dev.shisa.server.platform.api.IfMatch;
import dev.shisa.server.platform.api.Listing;
import dev.shisa.server.platform.api.Operation;
import dev.shisa.server.platform.api.Paging;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The catalogue in force and its parameters for programs. */
@Controller
class CatalogueApi {

    private final Catalogues catalogues;
    private final ParameterStore store;
    private final ParameterBook book;

    CatalogueApi(Catalogues catalogues, ParameterStore store, ParameterBook book) {
        this.catalogues = catalogues;
        this.store = store;
        this.book = book;
    }

    /** A sentence or name in both languages. */
    record TextBody(String ja, String en) {}

    record FrameworkBody(String id, int edition, TextBody title, TextBody basis, int requirements) {}

    record RequirementBody(
            String id,
            String framework,
            String number,
            TextBody title,
            TextBody text,
            String scope,
            String document,
            String place,
            List<String> related) {}

    record CatalogueBody(String edition, List<FrameworkBody> frameworks) {}

    record AllowedBody(String value, TextBody label) {}

    /** A key of the vocabulary: {@code of} is the collection whose items it is about. */
    record FactKeyBody(
            String key,
            String type,
            String subject,
            @Nullable String of,
            @Nullable String collection,
            TextBody question,
            List<AllowedBody> choices,
            @Nullable Long min,
            @Nullable Long max,
            List<String> detailRequiredFor) {}

    record CollectionBody(String id, String set, TextBody item) {}

    /**
     * A parameter; {@code values} is empty while it is not set, {@code version} is 0 then, and where {@code none} of its
     * choices was stated to apply.
     */
    record ParameterBody(
            String id,
            String framework,
            String type,
            TextBody name,
            List<AllowedBody> choices,
            List<String> values,
            boolean none,
            String source,
            @Nullable String setBy,
            @Nullable Instant setAt,
            int version) {}

    /**
     * One value, or several for a parameter that takes several; no value takes it away, and with {@code none} states that
     * none of its choices applies.
     */
    record ParameterChange(
            List<String> values,
            @Nullable Boolean none,
            @Nullable String source) {}

    @GetMapping("/api/v1/catalogue")
    @Requires(Act.VIEW)
    @Operation(id = "catalogue.get")
    Answer<CatalogueBody> catalogue() {
        return Answer.of(new CatalogueBody(
                catalogues.current().edition(),
                catalogues.current().frameworks().stream()
                        .map(CatalogueApi::body)
                        .toList()));
    }

    @GetMapping("/api/v1/catalogue/frameworks/{framework}/requirements")
    @Requires(Act.VIEW)
    @Operation(id = "catalogue.requirements")
    Answer<Listing<RequirementBody>> requirements(@PathVariable String framework, Paging paging) {
        List<Requirement> all = catalogues
                .current()
                .framework(framework)
                .orElseThrow(() -> new Problem(404, "framework.unknown", framework))
                .requirements();
        return Answer.of(paging.of(all, requirement -> requirement.id().number(), CatalogueApi::body));
    }

    @GetMapping("/api/v1/catalogue/frameworks/{framework}/requirements/{number}")
    @Requires(Act.VIEW)
    @Operation(id = "catalogue.requirement")
    Answer<RequirementBody> requirement(@PathVariable String framework, @PathVariable String number) {
        RequirementId id = new RequirementId(framework, number);
        return Answer.of(body(
                catalogues.current().requirement(id).orElseThrow(() -> new Problem(404, "requirement.unknown", id))));
    }

    @GetMapping("/api/v1/catalogue/facts")
    @Requires(Act.VIEW)
    @Operation(id = "catalogue.facts")
    Answer<Listing<FactKeyBody>> facts(@RequestParam(defaultValue = "") String of, Paging paging) {
        List<FactDefinition> chosen = catalogues.current().vocabulary().facts().stream()
                .filter(fact -> of.isEmpty() || of.equals(fact.of()))
                .toList();
        return Answer.of(paging.of(chosen, fact -> fact.key().value(), CatalogueApi::body));
    }

    @GetMapping("/api/v1/catalogue/collections")
    @Requires(Act.VIEW)
    @Operation(id = "catalogue.collections")
    Answer<Listing<CollectionBody>> collections(Paging paging) {
        return Answer.of(paging.of(
                catalogues.current().vocabulary().collections(),
                Vocabulary.Collection::id,
                collection ->
                        new CollectionBody(collection.id(), collection.set().value(), text(collection.item()))));
    }

    @GetMapping("/api/v1/parameters")
    @Requires(Act.VIEW)
    @Operation(id = "parameter.list")
    Answer<Listing<ParameterBody>> parameters(Paging paging) {
        List<ParameterDefinition> all = catalogues.current().frameworks().stream()
                .flatMap(framework -> framework.parameters().stream())
                .toList();
        return Answer.of(paging.of(all, ParameterDefinition::id, this::body));
    }

    @GetMapping("/api/v1/parameters/{id}")
    @Requires(Act.VIEW)
    @Operation(id = "parameter.get")
    Answer<ParameterBody> parameter(@PathVariable String id) {
        ParameterBody body = body(known(id));
        return Answer.of(body).version(body.version());
    }

    @PutMapping("/api/v1/parameters/{id}")
    @Requires(Act.SET_PARAMETERS)
    @Operation(id = "parameter.set")
    Answer<ParameterBody> set(
            @PathVariable String id, @Body ParameterChange sent, IfMatch seen, @AuthenticationPrincipal Person person) {
        ParameterDefinition definition = known(id);
        String source = sent.source() == null ? "" : sent.source().strip();
        String canonical = String.join("\n", new TreeSet<>(sent.values()));
        if (source.length() > ParameterBook.TEXT_CHARS_MAX) {
            throw new BadField("/source", "long", source.length(), ParameterBook.TEXT_CHARS_MAX);
        }
        boolean none = Boolean.TRUE.equals(sent.none());
        if (none && !canonical.isEmpty()) {
            throw new BadField("/none", "parameter", canonical.replace("\n", ", "));
        }
        if ((none || !canonical.isEmpty()) && !ParameterBook.accepts(definition, canonical)) {
            throw new BadField(none ? "/none" : "/values", "parameter", none ? "none" : canonical.replace("\n", ", "));
        }
        int version = seen.require(body(definition).version());
        book.put(id, canonical.isEmpty() && !none ? null : canonical, source, version, person);
        ParameterBody now = body(definition);
        return Answer.of(now).version(now.version());
    }

    private ParameterDefinition known(String id) {
        return catalogues.current().parameter(id).orElseThrow(() -> new Problem(404, "parameter.unknown", id));
    }

    private ParameterBody body(ParameterDefinition definition) {
        ParameterStore.Row row = store.all().stream()
                .filter(one -> one.parameter().equals(definition.id()))
                .findFirst()
                .orElse(null);
        String value = row == null ? null : row.value();
        return new ParameterBody(
                definition.id(),
                catalogues.current().frameworks().stream()
                        .filter(framework -> framework.parameters().contains(definition))
                        .map(Framework::id)
                        .findFirst()
                        .orElse(""),
                definition.type().code(),
                text(definition.name()),
                definition.choices().stream()
                        .map(choice -> new AllowedBody(choice.value(), text(choice.label())))
                        .toList(),
                value == null || value.isEmpty() ? List.of() : List.of(value.split("\n", -1)),
                value != null && value.isEmpty(),
                row == null ? "" : row.source(),
                row == null ? null : row.setName(),
                row == null ? null : row.setAt(),
                row == null ? 0 : row.version());
    }

    private static FrameworkBody body(Framework framework) {
        return new FrameworkBody(
                framework.id(),
                framework.edition(),
                text(framework.title()),
                text(framework.basis()),
                framework.requirements().size());
    }

    private static RequirementBody body(Requirement requirement) {
        return new RequirementBody(
                requirement.id().toString(),
                requirement.id().framework(),
                requirement.id().number(),
                text(requirement.title()),
                text(requirement.text()),
                requirement.scope().code(),
                requirement.source().doc(),
                requirement.source().place(),
                requirement.related());
    }

    private static FactKeyBody body(FactDefinition fact) {
        return new FactKeyBody(
                fact.key().value(),
                fact.type().code(),
                fact.scope().code(),
                fact.of(),
                fact.collection(),
                text(fact.question()),
                fact.choices().stream()
                        .map(choice -> new AllowedBody(choice.value(), text(choice.label())))
                        .toList(),
                fact.min(),
                fact.max(),
                fact.detailRequiredFor().stream().sorted().toList());
    }

    private static TextBody text(Text text) {
        return new TextBody(text.ja(), text.en());
    }
}
