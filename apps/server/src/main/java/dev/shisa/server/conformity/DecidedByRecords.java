package dev.shisa.server.conformity;

import dev.shisa.conformity.Catalogue;
import dev.shisa.conformity.RequirementId;
import dev.shisa.conformity.VerdictState;
import dev.shisa.server.catalogue.Catalogues;
import dev.shisa.server.evidence.Copies;
import dev.shisa.server.evidence.SeriesRecords;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What each requirement asked when it came out good, as it goes along in the series' file: where it is brought in, whatever asks
 * something else is reopened, just as a new edition would have done it.
 */
@Component
class DecidedByRecords implements SeriesRecords {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .build();

    private final Verdicts verdicts;
    private final Reopenings reopenings;
    private final Decider decider;
    private final Products products;
    private final Catalogues catalogues;

    DecidedByRecords(
            Verdicts verdicts, Reopenings reopenings, Decider decider, Products products, Catalogues catalogues) {
        this.verdicts = verdicts;
        this.reopenings = reopenings;
        this.decider = decider;
        this.products = products;
        this.catalogues = catalogues;
    }

    record Copy(List<DecidedBy> decided) {}

    /**
     * What somebody who answered, or compared, has read.
     *
     * @param company whether it is decided once for the company
     */
    record DecidedBy(boolean company, String requirement, Reopenings.Content content) {

        /** @throws IllegalArgumentException when it is nothing that a database keeps */
        void check() {
            boolean sound = Stream.concat(
                            Stream.of(content.rule()),
                            Stream.concat(Stream.of(content.text()), content.claims().stream())
                                    .flatMap(text -> Stream.of(text.ja(), text.en())))
                    .allMatch(text -> text.indexOf(0) < 0
                            && StandardCharsets.UTF_16.newEncoder().canEncode(text));
            if (!sound) {
                throw new IllegalArgumentException("not a text");
            }
        }
    }

    @Override
    public String name() {
        return "decided";
    }

    @Override
    public @Nullable Object of(Series series, Map<UUID, String> releases) {
        List<DecidedBy> decided = new ArrayList<>();
        UUID company = products.organisation().id();
        for (UUID subject : List.of(series.id(), company)) {
            Map<RequirementId, VerdictState> states = verdicts.states(subject);
            reopenings
                    .decidedBy(subject, states, catalogues.current())
                    .forEach((id, content) ->
                            decided.add(new DecidedBy(subject.equals(company), id.toString(), content)));
        }
        return decided.isEmpty() ? null : new Copy(decided);
    }

    @Override
    public Set<String> evidence(Series series) {
        return Set.of();
    }

    @Override
    public void bring(Series series, JsonNode records, Landing landing, Person person) {
        Copy copy = Copies.read(JSON, records, Copy.class);
        bring(series.id(), copy.decided().stream().filter(one -> !one.company()).toList());
        if (landing.company()) {
            bring(
                    products.organisation().id(),
                    copy.decided().stream().filter(DecidedBy::company).toList());
        }
    }

    private void bring(UUID subject, List<DecidedBy> decided) {
        Set<RequirementId> differ = new HashSet<>();
        Catalogue catalogue = catalogues.current();
        for (DecidedBy one : decided) {
            one.check();
            RequirementId id = RequirementId.parse(one.requirement()).orElseThrow(IllegalArgumentException::new);
            if (reopenings.compare(subject, id, one.content(), catalogue, decider.now())) {
                differ.add(id);
            }
        }
        if (!differ.isEmpty()) {
            products.lock(subject);
            decider.decide(subject, new Change(differ, Verdicts.EDITION_CHANGED, decider.now()));
        }
    }
}
