package dev.shisa.server.conformity;

import dev.shisa.conformity.Catalogue;
import dev.shisa.conformity.RequirementId;
import dev.shisa.conformity.VerdictState;
import dev.shisa.server.catalogue.Catalogues;
import dev.shisa.server.evidence.BrokenCopy;
import dev.shisa.server.evidence.Copies;
import dev.shisa.server.evidence.SeriesRecords;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * What each requirement asked when it came out good, as it goes along in the series' file: where it is brought in, whatever asks
 * something else is reopened, just as a new edition would have done it.
 */
@Component
class DecidedByRecords implements SeriesRecords {

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
    record DecidedBy(boolean company, String requirement, Reopenings.Content content) {}

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
        Copy copy = Copies.read(records, Copy.class);
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
            RequirementId id = RequirementId.parse(one.requirement()).orElseThrow(BrokenCopy::new);
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
